import { fieldOfValue, type FormField } from '../core/form/fieldModel';
import type { FormObject, FormValue } from '../core/form/formText';
import type { FormProblem } from '../protocol/formMessages';

/** The fields of an item: those known of it, and those of the text that nobody knows. */
export function fieldsWithin(known: readonly FormField[], { members }: FormObject): FormField[] {
  const names = new Set(known.map(({ name }) => name));
  const others = [...members].filter(([name]) => !names.has(name));
  return [...known, ...others.map(([name, value]) => fieldOfValue(name, value))];
}

/** What an item of a list says while it is folded: all that a search in the page would find in it, and no secret. */
export function foldedText(
  title: string,
  field: FormField,
  value: FormValue,
  problems: readonly FormProblem[],
): string {
  const inner =
    field.kind === 'object' && value.kind === 'object'
      ? fieldsWithin(field.fields, value).flatMap((each) => {
          const member = value.members.get(each.name);
          return member ? [`${each.label} ${shownValue(each, member)}`] : [];
        })
      : [shownValue(field, value)];
  return [title, ...inner, ...problems.map(({ message }) => message)].join(' · ');
}

function shownValue({ kind }: FormField, value: FormValue): string {
  if (kind === 'secret') return '';
  return value.kind === 'text' ? value.text : value.source;
}
