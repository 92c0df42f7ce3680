import { unfold } from './places';

/**
 * Where VS Code is a page in a browser, its find selects what it finds in an input, and nobody sees that: marks the input.
 * Who closes the find goes on typing there. What is found in a folded item is found once more when that is open.
 */
export function showFound(): void {
  let marked: HTMLElement | undefined;
  /** Closing the find takes the selection away first. */
  let found: HTMLElement | undefined;
  let opening: Element | undefined;
  const mark = (element: HTMLElement | undefined) => {
    marked?.removeAttribute('data-found');
    marked = element;
    marked?.setAttribute('data-found', '');
    marked?.scrollIntoView({ block: 'nearest' });
  };
  document.addEventListener('selectionchange', () => {
    if (document.hasFocus()) return;
    const selection = getSelection();
    // Seen from outside an input, a selection inside is an empty one before it.
    const isSome = selection?.toString() !== '';
    const folded = isSome ? selection?.anchorNode?.parentElement?.closest('.folded') : undefined;
    if (selection && folded && folded !== opening) {
      opening = folded;
      void findWithin(folded, selection).finally(() => (opening = undefined));
    }
    const node = isSome ? selection?.anchorNode?.childNodes[selection.anchorOffset] : undefined;
    mark(node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement ? node : undefined);
    if (isSome) found = marked;
  });
  window.addEventListener('focus', () => {
    mark(undefined);
    found?.focus({ preventScroll: true });
    found = undefined;
  });
}

async function findWithin(item: Element, selection: Selection): Promise<void> {
  const text = selection.toString();
  await unfold(item);
  selection.collapse(item, 0);
  // As VS Code's find does it; the types of the browser do not know it.
  (window as unknown as { find(text: string): boolean }).find(text);
}
