import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { FormVerb } from '../protocol/formMessages';
import { useForm } from './formContext';
import { Icon, type IconName } from './icon';

/** Always in view: where the update goes, and the ways to send it there. */
export function FormHeader() {
  const form = useForm();
  const { words } = form;
  const { environment, account, user, canSend, reason } = form.target.value;
  const isSending = form.running.value === 'send';
  const header = useRef<HTMLElement>(null);
  useClearance(header);
  return (
    <header ref={header} class="header">
      <div class="header-line">
        <dl class="target">
          <div class="target-user">
            <dt>{words.user}</dt>
            <dd class={user === undefined ? 'unset' : ''} dir="auto">
              {user ?? words.noUser}
            </dd>
          </div>
          <div>
            <dt>{words.account}</dt>
            <dd>
              <button
                type="button"
                class="chip"
                title={words.changeAccount}
                onClick={() => void form.run('selectAccount')}
              >
                <Icon name="account" />
                <span dir="auto">{account ?? words.selectAccount}</span>
                <Icon name="chevron" />
              </button>
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
        <div class="actions">
          <div class="header-icons">
            <IconButton verb="openText" label={words.openText} icon="text" />
            <IconButton verb="copyAsCode" label={words.copyAsCode} icon="code" />
          </div>
          <VerbButton verb="preview" label={words.preview} class="secondary" />
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

function IconButton({
  verb,
  label,
  icon,
}: {
  readonly verb: FormVerb;
  readonly label: string;
  readonly icon: IconName;
}) {
  const form = useForm();
  return (
    <button type="button" class="icon-button" title={label} aria-label={label} onClick={() => void form.run(verb)}>
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

/** A button that stays reachable when it cannot be used, so that the reason beside it can be heard. */
function VerbButton({
  verb,
  label,
  class: look,
}: {
  readonly verb: FormVerb;
  readonly label: string;
  readonly class: string;
}) {
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
      onClick={() => {
        if (!isOff) void form.run(verb);
      }}
    >
      {isBusy && <span class="spinner" aria-hidden="true" />}
      {label}
    </button>
  );
}
