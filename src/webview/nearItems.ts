import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JsonPath } from '../core/json/jsonPath';
import { useForm } from './formContext';
import { placeId } from './places';

/** Lists of up to so many items have all of them open at once. */
const maxOpenItems = 50;
/** Of longer ones so many are open from the start: what is in sight then. */
const firstOpenItems = 20;

type Tell = (isNear: boolean, height: number) => void;

/** Tells the items of a long list when they come near to what is in sight, or are wanted, and when they are far again. */
export class NearItems {
  private readonly items = new Map<Element, Tell>();
  private readonly observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries)
        this.items.get(target)?.(isIntersecting, boundingClientRect.height);
    },
    // Within a frame no other root has a margin. A height and a half is more than a key or a turn of the wheel goes.
    { root: document, rootMargin: '150% 0px' },
  );

  /** Returns what ends it. */
  watch(item: Element, tell: Tell): () => void {
    this.items.set(item, tell);
    this.observer.observe(item);
    return () => {
      this.items.delete(item);
      this.observer.unobserve(item);
    };
  }

  /** Opens the item that an event came from. */
  readonly open = ({ target }: Event): void => {
    if (target instanceof Element) this.items.get(target)?.(true, 0);
  };
}

/** Who watches the items of a list; nobody does where it is short. */
export function useNearItems(count: number): NearItems | undefined {
  const near = useRef<NearItems>(undefined);
  if (count <= maxOpenItems) return undefined;
  return (near.current ??= new NearItems());
}

/**
 * The height in px that an item keeps while it is folded into a line of text, undefined while it is open. An item with the
 * focus in it, or with something typed that is not in the text, stays open.
 */
export function useFolded(
  item: RefObject<Element | null>,
  near: NearItems | undefined,
  path: JsonPath,
): number | undefined {
  const { drafts } = useForm();
  const [height, setHeight] = useState<number | undefined>(() =>
    !near || Number(path.at(-1)) < firstOpenItems || drafts.isWithin(path) ? undefined : 0,
  );
  // At once: a new item may be led to before it is painted.
  useLayoutEffect(() => {
    const { current } = item;
    if (!current || !near) return undefined;
    return near.watch(current, (isNear, now) => {
      if (isNear) setHeight(undefined);
      else if (!current.matches(':focus-within') && !drafts.isWithin(path)) setHeight((kept) => kept ?? now);
    });
  }, [near, placeId(path)]);
  return near && height;
}
