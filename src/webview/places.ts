import type { JsonPath } from '../core/json/jsonPath';

/** The element id of the field at a path. Holds no space, so that it can stand in a list of ids. */
export function placeId(path: JsonPath): string {
  return ['field', ...path.map((step) => encodeURIComponent(step))].join('/');
}

const inputs = 'input:not(:disabled), select:not(:disabled), textarea:not(:disabled)';
const buttons = 'button:not(:disabled)';

/**
 * Moves to the field at a path, or to the nearest one around it, once the form shows all of the latest text. Resolves with
 * false when the form shows neither.
 */
export async function focusPlace(path: JsonPath): Promise<boolean> {
  await rendered();
  for (let length = 1; length <= path.length; length++)
    await unfold(document.getElementById(placeId(path.slice(0, length))));
  const place = path
    .map((_, index) => document.getElementById(placeId(path.slice(0, path.length - index))))
    .find((each) => each !== null);
  if (!place) return false;
  const control = place.querySelector('.control') ?? place;
  const target =
    control.querySelector<HTMLElement>(inputs) ??
    control.querySelector<HTMLElement>(buttons) ??
    place.querySelector<HTMLElement>(buttons);
  place.scrollIntoView({ block: 'nearest' });
  target?.focus();
  return true;
}

/** Leads from an item of a list, which has the focus while it is folded, to the first control in it. */
export async function focusFolded(item: EventTarget | null, list: JsonPath): Promise<void> {
  if (!(item instanceof Element && item.matches('.folded'))) return;
  await focusPlace([...list, [...(item.parentElement?.children ?? [])].indexOf(item)]);
}

/** Opens what a place is folded into, as a search in the page does. */
export async function unfold(place: Element | null): Promise<void> {
  const folded = place?.closest('.folded, [hidden]');
  if (!folded) return;
  // Where it is: in the middle, what opens around it does not push it out of sight.
  folded.scrollIntoView({ block: 'center', behavior: 'instant' });
  folded.dispatchEvent(new Event('beforematch', { bubbles: true }));
  await rendered();
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
