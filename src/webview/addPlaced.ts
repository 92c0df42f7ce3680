import { firstJson } from '../core/form/fieldModel';
import type { PlacedField } from '../core/form/userSections';
import { focusPlace, rendered } from './places';
import type { FormModel } from './state/formModel';

/** Adds a field to the user and moves to it. */
export async function addPlaced(form: FormModel, { path, field }: PlacedField): Promise<void> {
  if (!(await form.edit(path, { kind: 'set', json: firstJson(field) }))) return;
  await rendered();
  focusPlace(path);
}
