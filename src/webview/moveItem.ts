import type { JsonPath } from '../core/json/jsonPath';
import { placeId, rendered, unfold } from './places';
import type { FormModel } from './state/formModel';
import { fill } from './fill';

/** Moves an item within its list and says so; what was just typed goes along. Resolves with whether that was done. */
export async function moveItem(form: FormModel, path: JsonPath, to: number, count: number): Promise<boolean> {
  await form.flush();
  if (!(await form.edit(path, { kind: 'move', to }))) return false;
  form.notice.value = fill(form.words.moved, to + 1, count);
  await rendered();
  await unfold(document.getElementById(placeId([...path.slice(0, -1), to])));
  return true;
}

/**
 * Alt and an arrow move the item of a list that has the focus, and the focus goes along; Delete on one of its buttons takes
 * it away. Listened for at the list.
 */
export function onItemKeyDown(
  event: KeyboardEvent & { readonly currentTarget: HTMLElement },
  form: FormModel,
  list: JsonPath,
): void {
  const { currentTarget, target, key, altKey, ctrlKey, metaKey } = event;
  if (!(target instanceof Element)) return;
  const items = [...currentTarget.children];
  const index = items.findIndex((item) => item.contains(target));
  const step = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
  const buttons = key === 'Delete' && target.closest('.item-buttons');
  // In a list of choices the keys open it.
  const isMove = altKey && !ctrlKey && !metaKey && step !== 0 && !(target instanceof HTMLSelectElement);
  if (!buttons && !isMove) return;
  event.preventDefault();
  event.stopPropagation();
  const to = index + step;
  if (buttons) buttons.querySelector<HTMLElement>('.remove-item')?.click();
  else if (to >= 0 && to < items.length) void moveWithFocus(form, [...list, index], to, items.length);
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
