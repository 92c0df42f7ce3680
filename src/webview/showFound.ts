/**
 * Where VS Code is a page in a browser, its find selects what it finds in an input, and nobody sees that: marks the input.
 * Who closes the find goes on typing there.
 */
export function showFound(): void {
  let marked: HTMLElement | undefined;
  /** Closing the find takes the selection away first. */
  let found: HTMLElement | undefined;
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
