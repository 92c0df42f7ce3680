import type { FormField } from '../core/form/fieldModel';
import type { FormValue } from '../core/form/formText';
import { words } from './words';

/** Says when none or several items of a list have what one of them should have. */
export function OnlyOneNote({ item, values }: { readonly item: FormField; readonly values: readonly FormValue[] }) {
  const choice =
    item.kind === 'object' ? item.fields.find((field) => field.kind === 'boolean' && field.isOnlyOne) : undefined;
  if (!choice || values.length === 0) return null;
  const chosen = values.filter((value) => value.kind === 'object' && isOn(value.members.get(choice.name))).length;
  return chosen === 1 ? null : <p class="hint">{words.notOnlyOne(item.label, choice.label, chosen)}</p>;
}

const isOn = (value: FormValue | undefined): boolean => value?.kind === 'boolean' && value.on;
