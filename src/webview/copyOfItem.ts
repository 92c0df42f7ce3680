import type { FormField } from '../core/form/fieldModel';
import type { FormValue } from '../core/form/formText';
import { plainJson } from '../core/json/plainJson';

/** The JSON of a second item like this one. What only one item is to have stays with the first. */
export function copyOfItem(field: FormField, value: FormValue): string {
  const choice =
    field.kind === 'object' ? field.fields.find((inner) => inner.kind === 'boolean' && inner.isOnlyOne) : undefined;
  if (value.kind !== 'object' || !choice) return plainJson(value.source);
  const members = [...value.members].map(
    ([name, member]) =>
      `${JSON.stringify(name)}:${name === choice.name && member.kind === 'boolean' ? 'false' : plainJson(member.source)}`,
  );
  return `{${members.join(',')}}`;
}
