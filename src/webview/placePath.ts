import { formValueAt, type FormObject } from '../core/form/formText';
import type { JsonPath } from '../core/json/jsonPath';

/** The path that an element's id names, of a field or of a part of one; the opposite of `placeId`. */
export function placePath(id: string, user: FormObject): JsonPath | undefined {
  const [field, ...steps] = (id.split(':')[0] ?? '').split('/');
  if (field !== 'field' || steps.length === 0) return undefined;
  const path: (string | number)[] = [];
  for (const step of steps.map(decodeURIComponent))
    path.push(formValueAt(user, path)?.kind === 'list' ? Number(step) : step);
  return path;
}

/** The element id of the field with the focus while that is in sight, or else of the first field that is. */
export function placeInSight(): string | undefined {
  const top = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
  const isInSight = (element: Element) => {
    const { top: start, bottom } = element.getBoundingClientRect();
    return bottom > top && start < innerHeight;
  };
  const focused = document.activeElement?.closest('[id^="field/"]');
  if (focused && isInSight(focused)) return focused.id;
  return [...document.querySelectorAll('.field')].find((row) => row.getBoundingClientRect().top >= top)?.id;
}
