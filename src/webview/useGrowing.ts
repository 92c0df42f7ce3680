import { useEffect, useState } from 'preact/hooks';

/** So many items are rendered at first: that takes less than 50 ms. */
const first = 20;

/**
 * How many of a list's items to render so far. A long list doubles from paint to paint, so that the form is there at once
 * and takes typing meanwhile: its later items are but lines of text. `rendered` waits for all of it.
 */
export function useGrowing(count: number): number {
  const [shown, show] = useState(first);
  useEffect(() => {
    if (shown >= count) return undefined;
    const timer = setTimeout(() => show(2 * shown));
    return () => clearTimeout(timer);
  }, [shown, count]);
  return Math.min(shown, count);
}
