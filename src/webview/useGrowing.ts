import { useEffect, useState } from 'preact/hooks';

/** So many items are rendered at once: that takes less than 50 ms. */
const step = 20;

/**
 * How many of a list's items to render so far. A long list grows from paint to paint, so that the form is there at once
 * and takes typing meanwhile. `rendered` waits for all of it.
 */
export function useGrowing(count: number): number {
  const [shown, show] = useState(step);
  useEffect(() => {
    if (shown >= count) return undefined;
    const timer = setTimeout(() => show(shown + step));
    return () => clearTimeout(timer);
  }, [shown, count]);
  return Math.min(shown, count);
}
