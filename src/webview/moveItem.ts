import type { JsonPath } from '../core/json/jsonPath';
import { placeId, rendered } from './places';
import type { FormModel } from './state/formModel';
import { fill } from './fill';

/** Moves an item within its list and says so; what was just typed goes along. Resolves with whether that was done. */
export async function moveItem(form: FormModel, path: JsonPath, to: number, count: number): Promise<boolean> {
  await form.flush();
  if (!(await form.edit(path, { kind: 'move', to }))) return false;
  form.notice.value = fill(form.words.moved, to + 1, count);
  await rendered();
  return true;
}

/** Alt and an arrow move the item that has the focus; the focus goes along. */
export function onItemKeyDown(event: KeyboardEvent, form: FormModel, path: JsonPath, count: number): void {
  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
  // In a list of choices the keys open it.
  if (!event.altKey || event.ctrlKey || event.metaKey || step === 0 || event.target instanceof HTMLSelectElement)
    return;
  event.preventDefault();
  event.stopPropagation();
  const to = Number(path.at(-1)) + step;
  if (to >= 0 && to < count) void moveWithFocus(form, path, to, count);
}

async function moveWithFocus(form: FormModel, path: JsonPath, to: number, count: number): Promise<void> {
  const from = placeId(path);
  const focused = document.activeElement?.id ?? '';
  if (!(await moveItem(form, path, to, count))) return;
  const moved = placeId([...path.slice(0, -1), to]);
  const control = focused.startsWith(from) ? document.getElementById(moved + focused.slice(from.length)) : null;
  (
    control ?? document.querySelector<HTMLElement>(`[id="${CSS.escape(moved)}"] .item-buttons button:not(:disabled)`)
  )?.focus();
}
