/**
 * Controls that are one tab stop together: arrow keys lead from one to the next. A group is an element with `data-roving`,
 * the names of its kinds of members; a member has `data-member`, the name of its kind. Where one of them has
 * `data-default`, Tab leads to that one whenever it comes from elsewhere, else to the one that last had the focus.
 */
export const member = (kind: string) => ({ 'data-member': kind, tabIndex: -1 }) as const;

const stops = new WeakMap<Element, Map<string, HTMLElement>>();

/** Keeps one member of each group in the tab order, and moves the focus by arrow keys. */
export function listenForRoving(root: HTMLElement): void {
  const settleAll = () => {
    for (const group of root.querySelectorAll('[data-roving]'))
      for (const kind of (group.getAttribute('data-roving') ?? '').split(' ')) settle(group, kind);
  };
  new MutationObserver(settleAll).observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['disabled', 'data-default'],
  });
  root.addEventListener('focusin', ({ target }) => {
    const at = placeOf(target);
    if (at) makeStop(at.group, at.kind, at.member);
  });
  root.addEventListener('focusout', ({ target, relatedTarget }) => {
    const from = placeOf(target);
    const to = placeOf(relatedTarget);
    if (from && (to?.group !== from.group || to.kind !== from.kind)) settle(from.group, from.kind, true);
  });
  root.addEventListener('keydown', onKeyDown);
}

interface Place {
  readonly member: HTMLElement;
  readonly kind: string;
  readonly group: Element;
}

function placeOf(target: EventTarget | null): Place | undefined {
  const found = target instanceof Element ? target.closest<HTMLElement>('[data-member]') : null;
  const kind = found?.dataset['member'] ?? '';
  const group = found?.closest(`[data-roving~="${kind}"]`);
  return found && group ? { member: found, kind, group } : undefined;
}

function membersOf(group: Element, kind: string): HTMLElement[] {
  // What is folded has members once it gets the focus.
  const all = [...group.querySelectorAll<HTMLElement>(`[data-member="${kind}"]:not(:disabled), .folded`)];
  return all.filter((one) => one.closest(`[data-roving~="${kind}"]`) === group);
}

function settle(group: Element, kind: string, isLeft = false): void {
  const now = stops.get(group)?.get(kind);
  const isFine = now?.matches('[data-member]:not(:disabled), .folded') === true && group.contains(now);
  const preferred = isLeft || !isFine ? membersOf(group, kind).find((one) => 'default' in one.dataset) : undefined;
  const next = preferred ?? (isFine ? now : membersOf(group, kind)[0]);
  if (next) makeStop(group, kind, next);
}

function makeStop(group: Element, kind: string, next: HTMLElement): void {
  const kinds = stops.get(group) ?? new Map<string, HTMLElement>();
  const before = kinds.get(kind);
  if (before && before !== next) before.tabIndex = -1;
  next.tabIndex = 0;
  stops.set(group, kinds.set(kind, next));
}

const steps: Readonly<Record<string, number | undefined>> = {
  ArrowUp: -1,
  ArrowLeft: -1,
  ArrowDown: 1,
  ArrowRight: 1,
};

function onKeyDown(event: KeyboardEvent): void {
  const at = placeOf(event.target);
  if (!at || event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // In a text these keys move the cursor.
  const isText = at.member instanceof HTMLInputElement;
  if (isText && event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const all = membersOf(at.group, at.kind);
  const step = steps[event.key];
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1 : all.indexOf(at.member) + (step ?? 0);
  if (step === undefined && event.key !== 'Home' && event.key !== 'End') return;
  event.preventDefault();
  event.stopPropagation();
  const target = all.at(next % all.length);
  target?.focus();
  if (target instanceof HTMLInputElement) target.select();
}
