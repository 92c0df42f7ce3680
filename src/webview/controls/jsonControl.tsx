import { useForm } from '../formContext';
import { useEffect, useState } from 'preact/hooks';
import { sameJson } from '../../core/json/jsonTree';
import { fill } from '../fill';
import { describedBy, DraftNote } from './draftNote';
import type { ControlProps } from './fieldProps';
import { draftHandlers, useDraft } from './useDraft';

/** Longer JSON, in UTF-16 units, is left to the text editor. */
const maxLength = 20_000;

/** Keeps the control while the person types, whatever value that makes. */
export type Hold = (isHeld: boolean) => void;

/** A value as JSON: for objects without a known shape, and for values that do not fit their field. */
export function JsonControl({ path, field, value, ids, hold }: ControlProps & { readonly hold: Hold }) {
  const form = useForm();
  const { words } = form;
  const source = outdent(value?.source ?? '');
  /** As it was typed, while the person is there: the text lays it out anew. */
  const [typed, keepTyped] = useState<string>();
  const draft = useDraft({
    path,
    current: source,
    toJson: (json) => (isJson(json) ? json : undefined),
    write: (json, at) => form.write(at, { kind: 'set', json }),
    isSecret: field.kind === 'secret',
  });
  const handlers = draftHandlers(draft, false);
  useEffect(() => () => hold(false), [hold]);
  const shown = draft.typed.value ?? (typed !== undefined && sameJson(typed, source) ? typed : source);
  const noteId = `${ids.control}-note`;
  if (source.length > maxLength) {
    return (
      <div class="null">
        <span class="hint">{fill(words.largeJson, Math.round(source.length / 1000))}</span>
        <button
          type="button"
          id={ids.control}
          class="link"
          aria-labelledby={`${ids.labelledBy ?? ids.label} ${ids.control}`}
          onClick={() => void form.revealPath(path)}
        >
          {words.showInText}
        </button>
      </div>
    );
  }
  return (
    <>
      <textarea
        id={ids.control}
        class="input code"
        rows={Math.min(12, shown.split('\n').length)}
        value={shown}
        spellcheck={false}
        autocomplete="off"
        readOnly={!form.canEdit.value}
        aria-labelledby={ids.labelledBy}
        aria-describedby={describedBy(ids, draft, noteId)}
        aria-invalid={ids.isInvalid || draft.state.value !== 'fine'}
        {...handlers}
        onInput={(event) => {
          keepTyped(event.currentTarget.value);
          handlers.onInput(event);
        }}
        onFocus={() => {
          handlers.onFocus();
          hold(true);
        }}
        onBlur={() => {
          handlers.onBlur();
          keepTyped(undefined);
          hold(false);
        }}
      />
      <DraftNote draft={draft} id={noteId} invalid={words.notJson} />
    </>
  );
}

/** The lines of a value without the indentation that they have in their place. */
function outdent(source: string): string {
  const [first = '', ...rest] = source.split(/\r\n|\r|\n/);
  const last = rest.at(-1) ?? '';
  const indent = /^[ \t]*/.exec(last)?.[0] ?? '';
  return [first, ...rest.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))].join('\n');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
