import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { FormVerb } from '../protocol/formMessages';
import { useForm } from './formContext';
import { Icon, type IconName } from './icon';
import { LiveLine } from './liveLine';
import { member } from './roving';

/** Always in view: where the update goes, how far the text is from the live user there, and the ways to send it. */
export function FormHeader() {
  const form = useForm();
  const { words } = form;
  const { environment, account, user, canSend, reason } = form.target.value;
  const isSending = form.running.value === 'send';
  const header = useRef<HTMLElement>(null);
  useClearance(header);
  return (
    <header ref={header} class="header">
      <div class="header-line" role="toolbar" aria-label={words.toolbar} data-roving="header">
        <div class="header-facts">
          <dl class="target">
            <div class="target-user">
              <dt>{words.user}</dt>
              <dd>
                <TargetButton
                  verb="selectUser"
                  title={words.changeUser}
                  icon="person"
                  text={user ?? words.selectUser}
                />
              </dd>
            </div>
            <div>
              <dt>{words.account}</dt>
              <dd>
                <TargetButton
                  verb="selectAccount"
                  title={words.changeAccount}
                  icon="account"
                  text={account ?? words.selectAccount}
                />
              </dd>
            </div>
            {environment !== undefined && (
              <div>
                <dt>{words.environment}</dt>
                <dd class="environment" dir="auto">
                  {environment}
                </dd>
              </div>
            )}
          </dl>
          <LiveLine />
        </div>
        <div class="actions">
          <div class="header-icons">
            <IconButton verb="openText" label={words.openText} icon="text" />
            <IconButton verb="copyAsCode" label={words.copyAsCode} icon="code" />
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

interface TargetButtonProps {
  readonly verb: FormVerb;
  readonly title: string;
  readonly icon: IconName;
  readonly text: string;
}

/** A part of the target, and the way to choose another one. */
function TargetButton({ verb, title, icon, text }: TargetButtonProps) {
  const form = useForm();
  return (
    <button type="button" class="chip" title={title} {...member('header')} onClick={() => void form.run(verb)}>
      <Icon name={icon} />
      <span dir="auto">{text}</span>
      <Icon name="chevron" />
    </button>
  );
}

interface IconButtonProps {
  readonly verb: FormVerb;
  readonly label: string;
  readonly icon: IconName;
}

function IconButton({ verb, label, icon }: IconButtonProps) {
  const form = useForm();
  return (
    <button
      type="button"
      class="icon-button"
      title={label}
      aria-label={label}
      {...member('header')}
      onClick={() => void form.run(verb)}
    >
      <Icon name={icon} />
    </button>
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
  const isBusy = form.running.value === verb;
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
