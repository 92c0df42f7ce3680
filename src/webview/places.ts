import type { JsonPath } from '../core/json/jsonPath';

/** The element id of the field at a path. Holds no space, so that it can stand in a list of ids. */
export function placeId(path: JsonPath): string {
  return ['field', ...path.map((step) => encodeURIComponent(step))].join('/');
}

const inputs = 'input:not(:disabled), select:not(:disabled), textarea:not(:disabled)';
const buttons = 'button:not(:disabled)';

/** Moves to the field at a path, or to the nearest one around it. False when the form shows neither. */
export function focusPlace(path: JsonPath): boolean {
  for (let length = path.length; length > 0; length--) {
    const place = document.getElementById(placeId(path.slice(0, length)));
    if (!place) continue;
    const control = place.querySelector('.control') ?? place;
    const target =
      control.querySelector<HTMLElement>(inputs) ??
      control.querySelector<HTMLElement>(buttons) ??
      place.querySelector<HTMLElement>(buttons);
    open(place);
    place.scrollIntoView({ block: 'nearest' });
    target?.focus();
    return true;
  }
  return false;
}

/** Unfolds what a place is folded into. */
function open(place: HTMLElement): void {
  const folded = place.closest('[hidden]');
  if (!folded) return;
  document.querySelector<HTMLElement>(`[aria-controls="${CSS.escape(folded.id)}"]`)?.click();
  // At once, and not only when the form is rendered again: what is hidden takes no focus.
  folded.removeAttribute('hidden');
}

/** Whether the form has a place for the field at this path. */
export const isShown = (path: JsonPath): boolean => document.getElementById(placeId(path)) !== null;

/** Waits until the form shows all of the latest text. */
export async function rendered(): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve));
  while (document.querySelector('.list[aria-busy="true"]'));
}

export function startsWith(path: JsonPath, prefix: JsonPath): boolean {
  return prefix.length <= path.length && prefix.every((step, index) => path[index] === step);
}
