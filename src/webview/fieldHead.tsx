import type { FormField } from '../core/form/fieldModel';
import type { FormWords } from '../protocol/formWords';
import { fill } from './fill';
import { useForm } from './formContext';
import { needsName, useSurroundings } from './names';

interface FieldHeadProps {
  /** Of the field; those of the label, the name and what is asked begin with it. */
  readonly id: string;
  readonly field: FormField;
  readonly isSmall: boolean;
  /** Whether it names a group instead of one control. */
  readonly isGroup: boolean;
}

/** What a field is called, in words and in JSON, and whether the account asks for it. */
export function FieldHead({ id, field, isSmall, isGroup }: FieldHeadProps) {
  const needed = askedWords(useForm().words, field);
  const around = useSurroundings();
  return (
    <div class="field-head">
      {isGroup ? (
        <span id={`${id}:label`} class="label">
          {field.label}
        </span>
      ) : (
        <label id={`${id}:label`} class="label" for={`${id}:control`}>
          {field.label}
        </label>
      )}
      {field.label !== field.name && (!isSmall || needsName(around, field)) && (
        <code id={`${id}:name`} class={isSmall ? 'visually-hidden' : 'name'}>
          {field.name}
        </code>
      )}
      {needed !== '' && (
        <span id={`${id}:asked`} class="asked">
          {needed}
        </span>
      )}
    </div>
  );
}

/** What the account asks of a field, in words; none where that is nothing. */
export function askedWords(words: FormWords, { asked }: FormField): string {
  switch (asked?.how) {
    case 'required':
      return fill(words.requiredBy, asked.by);
    case 'oneOf':
      return fill(words.oneOfBy, asked.by);
    default:
      return '';
  }
}
