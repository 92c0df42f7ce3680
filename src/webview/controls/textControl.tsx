import type { ScalarField } from '../../core/form/fieldModel';
import { isJsonNumber } from '../../core/json/isJsonNumber';
import { timeZones } from '../../core/schema/timeZones';
import type { FormWords } from '../../protocol/formWords';
import { useForm } from '../formContext';
import { member } from '../roving';
import { DateHint } from './dateHint';
import { describedBy, DraftNote } from './draftNote';
import type { ControlProps } from './fieldProps';
import { draftHandlers, useDraft } from './useDraft';

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
    write: (json) => form.edit(path, { kind: 'set', json }),
  });
  const isLong = value?.kind === 'text' && /[\r\n]/.test(value.text);
  const suggestions = field.suggest === 'timeZones' ? timeZones() : field.suggestions;
  const shown = draft.typed.value ?? current ?? '';
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
    'aria-labelledby': ids.labelledBy,
    'aria-describedby': describedBy(ids, draft, noteId),
    'aria-invalid': ids.isInvalid || draft.state.value !== 'fine',
    ...draftHandlers(draft, !isLong),
  };
  return (
    <>
      {isLong ? (
        <textarea {...common} rows={2} />
      ) : (
        <input
          {...common}
          type="text"
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
