import * as z from 'zod/mini';
import { rendered } from './places';

const place = z.object({ top: z.number(), focus: z.string() });

/** What VS Code keeps for a webview over a reload of its window. */
export interface PlaceKeeper {
  getState(): unknown;
  setState(state: unknown): void;
}

/**
 * Brings the person back to where they were in the form, after a reload of the window and whenever the form comes into
 * sight again. The focus comes back only with that of the window: it is never taken from elsewhere.
 */
export function keepPlace(keeper: PlaceKeeper): void {
  const before = place.safeParse(keeper.getState());
  let { top, focus } = before.success ? before.data : { top: 0, focus: '' };
  window.scrollTo({ top, behavior: 'instant' });
  const refocus = () => {
    if (document.hasFocus() && document.activeElement === document.body)
      document.getElementById(focus)?.focus({ preventScroll: true });
  };
  refocus();
  // What is out of sight loses the focus. A click that brings it back into sight may mean another field.
  window.addEventListener('focus', () => void rendered().then(refocus));
  const keep = () => keeper.setState({ top, focus } satisfies z.infer<typeof place>);
  document.addEventListener('scrollend', () => {
    top = window.scrollY;
    keep();
  });
  document.addEventListener('focusin', ({ target }) => {
    focus = target instanceof Element ? target.id : '';
    keep();
  });
}
