import { firstJson } from '../core/form/fieldModel';
import type { PlacedField } from '../core/form/userSections';
import { focusPlace } from './places';
import type { FormModel } from './state/formModel';

/** Adds a field to the user, with what the live user has in it, and moves to it. */
export async function addPlaced(form: FormModel, { path, field }: PlacedField): Promise<void> {
  const live = path.length === 1 ? form.liveJson(field.name) : undefined;
  const json = live === undefined || live === 'null' || live === '[]' ? firstJson(field) : live;
  if (await form.edit(path, { kind: 'set', json })) await focusPlace(path);
}
