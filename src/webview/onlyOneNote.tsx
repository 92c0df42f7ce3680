import type { BooleanField, FormField } from '../core/form/fieldModel';
import type { FormValue } from '../core/form/formText';
import { useForm } from './formContext';
import { fill } from './fill';

/** Says when none or several items of a list have what one of them should have. */
export function OnlyOneNote({ item, values }: { readonly item: FormField; readonly values: readonly FormValue[] }) {
  const { words } = useForm();
  const choice = onlyOneOf(item);
  if (!choice || values.length === 0) return null;
  const chosen = values.filter((value) => value.kind === 'object' && isOn(value.members.get(choice.name))).length;
  if (chosen === 1) return null;
  const count = chosen === 0 ? words.none : chosen;
  return <p class="hint">{fill(words.notOnlyOne, choice.label, item.label.toLowerCase(), count)}</p>;
}

/** The member of a list's items that only one of them is to have. */
export function onlyOneOf(item: FormField): BooleanField | undefined {
  const fields = item.kind === 'object' ? item.fields : [];
  return fields.find((field) => field.kind === 'boolean' && field.isOnlyOne === true) as BooleanField | undefined;
}

const isOn = (value: FormValue | undefined): boolean => value?.kind === 'boolean' && value.on;
