import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ScalarField } from '../../core/form/fieldModel';
import { isJsonNumber } from '../../core/json/isJsonNumber';
import { timeZones } from '../../core/schema/timeZones';
import type { FormWords } from '../../protocol/formWords';
import { useForm } from '../formContext';
import { member } from '../roving';
import { describedBy, DraftNote } from './draftNote';
import type { ControlProps } from './fieldProps';
import { draftHandlers, useDraft } from './useDraft';

const lineBreak = /[\r\n]/;

/** A text or a number in one line; in several where the text has line breaks, which one line would lose. */
export function TextControl({ path, field, value, ids }: ControlProps<ScalarField>) {
  const form = useForm();
  const { words } = form;
  const isNumber = field.kind === 'number' || (field.kind === 'textOrNumber' && value?.kind === 'number');
  const current = value?.kind === 'text' ? value.text : value?.source;
  const draft = useDraft({
    path,
    current,
    toJson: (typed) => toJson(typed, field.kind, isNumber),
    write: (json, at) => form.write(at, { kind: 'set', json }),
  });
  const suggestions = field.suggest === 'timeZones' ? timeZones() : field.suggestions;
  const shown = draft.typed.value ?? current ?? '';
  const { isLong, hold, keepCursor } = useLines(ids.control, !isNumber && lineBreak.test(shown));
  const handlers = draftHandlers(draft, !isLong);
  const noteId = `${ids.control}-note`;
  const listId = `${ids.control}-list`;
  const common = {
    id: ids.control,
    class: isNumber ? 'input number' : 'input',
    value: shown,
    ...(shown === '' && { placeholder: placeholder(words, current, field.example) }),
    dir: 'auto' as const,
    spellcheck: false,
    autocomplete: 'off',
    readOnly: !form.canEdit.value,
    'aria-labelledby': ids.labelledBy,
    'aria-describedby': describedBy(ids, draft, noteId),
    'aria-invalid': ids.isInvalid || draft.state.value !== 'fine',
    ...handlers,
    onFocus: () => {
      handlers.onFocus();
      hold(isLong);
    },
    onBlur: ({ currentTarget }: { readonly currentTarget: Element }) => {
      handlers.onBlur();
      // Where the window lost the focus, the person is still there.
      if (document.activeElement !== currentTarget) hold(false);
    },
  };
  /** One line would lose the line breaks of what is pasted, but for one at its end. */
  const onPaste = (event: ClipboardEvent & { readonly currentTarget: HTMLInputElement }) => {
    const pasted = (event.clipboardData?.getData('text/plain') ?? '').replace(/\r\n?|\n/g, '\n').replace(/\n$/, '');
    const { value: before, selectionStart, selectionEnd, readOnly } = event.currentTarget;
    if (isNumber || readOnly || !lineBreak.test(pasted)) return;
    event.preventDefault();
    const start = selectionStart ?? before.length;
    keepCursor(start + pasted.length);
    draft.type(before.slice(0, start) + pasted + before.slice(selectionEnd ?? start));
  };
  return (
    <>
      {isLong ? (
        <textarea {...common} rows={2} />
      ) : (
        <input
          {...common}
          type="text"
          onPaste={onPaste}
          {...(ids.member !== undefined && suggestions.length === 0 && member(ids.member))}
          {...(isNumber && { inputMode: 'decimal' as const })}
          {...(suggestions.length > 0 && { list: listId })}
        />
      )}
      {suggestions.length > 0 && (
        <datalist id={listId}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
      {field.format === 'date-time' && <DateHint text={shown} />}
      <DraftNote draft={draft} id={noteId} invalid={words.notNumber} />
    </>
  );
}

/**
 * Whether a control has several lines: where its text has, and as long as the person stays there. Where it becomes another
 * element meanwhile, the focus stays in it, with the cursor where it was or where `keepCursor` puts it.
 */
function useLines(id: string, hasBreaks: boolean) {
  const [isHeld, hold] = useState(false);
  const wanted = useRef<number>(undefined);
  const isLong = hasBreaks || isHeld;
  const { activeElement: control } = document;
  const isText = control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement;
  const cursor = isText && control.id === id && document.hasFocus() ? control.selectionStart : null;
  useLayoutEffect(() => {
    const now = document.getElementById(id);
    if (cursor === null || !(now instanceof HTMLInputElement || now instanceof HTMLTextAreaElement)) return;
    const place = wanted.current ?? cursor;
    wanted.current = undefined;
    now.focus();
    now.setSelectionRange(place, place);
  }, [isLong]);
  const keepCursor = (place: number) => {
    wanted.current = place;
  };
  return { isLong, hold, keepCursor };
}

/** What a text field says while it holds nothing: absent and empty are told apart. */
function placeholder(words: FormWords, current: string | undefined, example: string | undefined): string {
  if (current === undefined) return words.notSet;
  return example === undefined ? words.emptyString : `${words.emptyString} · ${example}`;
}

function toJson(typed: string, kind: ScalarField['kind'], isNumber: boolean): string | undefined {
  const number = typed.trim();
  if (isNumber && isJsonNumber(number)) return number;
  return kind === 'number' ? undefined : JSON.stringify(typed);
}

const dateTime = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)$/;

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

/** A date and time in the person's own words and time zone. */
function DateHint({ text }: { readonly text: string }) {
  const time = dateTime.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : <p class="hint">{dateFormat.format(time)}</p>;
}
