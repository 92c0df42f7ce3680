import * as z from 'zod/mini';

const place = z.object({ top: z.number(), focus: z.string() });

/** What VS Code keeps for a webview over a reload of its window. */
export interface PlaceKeeper {
  getState(): unknown;
  setState(state: unknown): void;
}

/** Remembers where the person is in the form. */
export function keepPlace(keeper: PlaceKeeper): void {
  const keep = () => keeper.setState({ top: window.scrollY, focus: document.activeElement?.id ?? '' } satisfies z.infer<typeof place>);
  document.addEventListener('scrollend', keep);
  document.addEventListener('focusin', keep);
}

/** Brings the person back to where they were. The focus comes back only with that of the window: it is never taken from elsewhere. */
export function restorePlace(keeper: PlaceKeeper): void {
  const kept = place.safeParse(keeper.getState());
  if (!kept.success) return;
  const { top, focus } = kept.data;
  window.scrollTo({ top, behavior: 'instant' });
  const refocus = () => {
    if (document.activeElement === document.body) document.getElementById(focus)?.focus({ preventScroll: true });
  };
  if (document.hasFocus()) refocus();
  else window.addEventListener('focus', refocus, { once: true });
}
