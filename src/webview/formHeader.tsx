import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { FormVerb } from '../protocol/formMessages';
import { useForm } from './formContext';
import { Icon, IconButton, type IconName } from './icon';
import { LiveLine } from './liveLine';
import { member } from './roving';

/** Always in view: where the update goes, how far the text is from the live user there, and the ways to send it. */
export function FormHeader() {
  const form = useForm();
  const { words } = form;
  const { environment, isProduction, account, user, canSend, reason, isDraft } = form.target.value;
  const isSending = form.running.value.has('send');
  const header = useRef<HTMLElement>(null);
  useClearance(header);
  return (
    <header ref={header} class="header">
      <div class="header-line" role="toolbar" aria-label={words.toolbar} data-roving="header">
        <div class="header-facts">
          <dl class="target">
            <TargetPart
              class="target-user"
              name={words.user}
              verb="selectUser"
              title={words.changeUser}
              icon="person"
              text={user ?? words.selectUser}
            />
            <TargetPart
              class="target-account"
              name={words.account}
              verb="selectAccount"
              title={words.changeAccount}
              icon="account"
              text={account ?? words.selectAccount}
            />
            {environment !== undefined && (
              <div>
                <dt>{words.environment}</dt>
                <dd class="environment">
                  {isProduction && <strong class="production-mark">{words.production}</strong>}
                  <span dir="auto">{environment}</span>
                </dd>
              </div>
            )}
          </dl>
          {isDraft && <span class="draft-mark">{words.draft}</span>}
          <LiveLine />
        </div>
        <div class="actions">
          <div class="header-icons">
            <IconButton
              label={words.openText}
              icon="text"
              {...member('header')}
              onClick={() => void form.run('openText')}
            />
            <IconButton
              label={words.copyAsCode}
              icon="code"
              {...member('header')}
              onClick={() => void form.run('copyAsCode')}
            />
          </div>
          <VerbButton verb="preview" label={words.preview} class="secondary" isMember />
          <VerbButton verb="send" label={isSending ? words.sending : words.send} class="primary" />
        </div>
      </div>
      {!canSend && reason !== undefined && (
        <p id="cannot-send" class="reason">
          <Icon name="information" />
          <span>{reason}</span>
        </p>
      )}
    </header>
  );
}

interface TargetPartProps {
  readonly class: string;
  readonly name: string;
  readonly verb: FormVerb;
  readonly title: string;
  readonly icon: IconName;
  readonly text: string;
}

/** A part of the target, and the way to choose another one where there is one to choose. */
function TargetPart({ class: look, name, verb, title, icon, text }: TargetPartProps) {
  const form = useForm();
  const words = <span dir="auto">{text}</span>;
  return (
    <div class={look}>
      <dt>{name}</dt>
      <dd>
        {form.target.value.isFixed ? (
          words
        ) : (
          <button type="button" class="chip" title={title} {...member('header')} onClick={() => void form.run(verb)}>
            <Icon name={icon} />
            {words}
            <Icon name="chevron" />
          </button>
        )}
      </dd>
    </div>
  );
}

/** Keeps the field that the focus moves to clear of the header, which is higher in a narrow column. */
function useClearance(header: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      document.documentElement.style.setProperty('--header-height', `${entry?.borderBoxSize[0]?.blockSize ?? 0}px`);
    });
    if (header.current) observer.observe(header.current);
    return () => observer.disconnect();
  }, [header]);
}

interface VerbButtonProps {
  readonly verb: FormVerb;
  readonly label: string;
  readonly class: string;
  readonly isMember?: boolean;
}

/** A button that stays reachable when it cannot be used, so that the reason beside it can be heard. */
function VerbButton({ verb, label, class: look, isMember = false }: VerbButtonProps) {
  const form = useForm();
  const { canSend, reason } = form.target.value;
  const isBusy = form.running.value.has(verb);
  const isOff = isBusy || !canSend || (!form.canEdit.value && form.readOnlyReason.value === undefined);
  return (
    <button
      type="button"
      class={look}
      aria-disabled={isOff}
      aria-busy={isBusy}
      aria-describedby={!canSend && reason !== undefined ? 'cannot-send' : undefined}
      {...(isMember && member('header'))}
      onClick={() => {
        if (!isOff) void form.run(verb);
      }}
    >
      {isBusy && <span class="spinner" aria-hidden="true" />}
      {label}
    </button>
  );
}
