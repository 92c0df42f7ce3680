import { effect } from '@preact/signals';
import * as z from 'zod/mini';
import { keptDraft } from '../protocol/formMessages';
import { placeInSight, placePath } from './placePath';
import { focusPlace, rendered } from './places';
import type { FormModel } from './state/formModel';

const place = z.object({ top: z.number(), focus: z.string(), drafts: z.readonly(z.array(keptDraft)) });
type Place = z.infer<typeof place>;

/** What VS Code keeps for a webview over a reload of its window. */
export interface PlaceKeeper {
  getState(): unknown;
  setState(state: unknown): void;
}

/** Where the person was before the window was loaded anew, and what they had typed that was no value yet. */
export function keptPlace(keeper: PlaceKeeper): Place {
  const before = place.safeParse(keeper.getState());
  return before.success ? before.data : { top: 0, focus: '', drafts: [] };
}

/**
 * Brings the person back to where they were in the form, after a reload of the window and whenever the form comes into
 * sight again. The focus comes back only with that of the window: it is never taken from elsewhere. The host is told of
 * the place too, for the text editor.
 */
export function keepPlace(keeper: PlaceKeeper, form: FormModel): void {
  let { top, focus } = keptPlace(keeper);
  window.scrollTo({ top, behavior: 'instant' });
  const refocus = () => {
    if (!document.hasFocus() || document.activeElement !== document.body) return;
    const control = document.getElementById(focus);
    const path = form.user && placePath(focus, form.user);
    if (control) control.focus({ preventScroll: true });
    // It may be part of an item that is folded.
    else if (path) void focusPlace(path);
  };
  refocus();
  // What is out of sight loses the focus. A click that brings it back into sight may mean another field.
  window.addEventListener('focus', () => void rendered().then(refocus));
  const keep = () => keeper.setState({ top, focus, drafts: form.drafts.lasting } satisfies Place);
  const tellPlace = (id: string) => {
    const path = form.user && placePath(id, form.user);
    if (path) form.tellPlace(path);
  };
  effect(() => {
    if (form.drafts.changes.value > 0) keep();
  });
  document.addEventListener('scrollend', () => {
    top = window.scrollY;
    keep();
    const id = placeInSight();
    if (id !== undefined) tellPlace(id);
  });
  document.addEventListener('focusin', ({ target }) => {
    focus = target instanceof Element ? target.id : '';
    keep();
    const row = target instanceof Element ? target.closest('[id^="field/"]') : null;
    if (row) tellPlace(row.id);
  });
}
