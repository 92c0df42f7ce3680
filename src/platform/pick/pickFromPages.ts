import * as vscode from 'vscode';
import type { OnAttempt } from '../../api/trutoClient';
import { tellingWaits } from '../countdown';
import { plainItems } from '../labels';
import { plainText } from '../plainText';
import type { Page } from '../../api/pagedRows';
import { PickList, type PickSource } from './pickList';

/** What a person picked. `typed`: what is typed, in place of a row. `ask`: another list first, by the button or its row. */
export type Picked<Row> =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'typed'; readonly typed: string }
  | { readonly kind: 'ask' };

/** A page that did not come. `again`: it can be asked for again; `ask`: the list wants something first. */
export interface ListFailure {
  readonly way: 'again' | 'ask' | 'none';
  readonly words: string;
}

export interface PickerOptions<Row> {
  readonly title: string;
  readonly placeholder: string;
  readonly source: Omit<PickSource<Row>, 'loadPage'> & {
    /** As `LoadPage`, telling of its waits. */
    readonly loadPage: (cursor: string | undefined, signal: AbortSignal, onAttempt: OnAttempt) => Promise<Page<Row>>;
  };
  /** Its words may come from outside. */
  readonly itemOf: (row: Row) => vscode.QuickPickItem;
  readonly typedLabel: (typed: string) => string;
  /** Whether what is typed is offered in place of a row although rows fit it. */
  readonly offersTyped: (typed: string) => boolean;
  /** How to go on; undefined where the picking ends with the error. */
  readonly failureOf: (error: unknown, hasRows: boolean) => ListFailure | undefined;
  /** In the title: picks `ask`. */
  readonly button?: { readonly icon: string; readonly tooltip: string };
  /** Tells when rows may look otherwise. */
  readonly onDidChangeRows?: (listener: () => void) => { dispose(): void };
}

/**
 * Lets a person pick from a list that comes in pages. Undefined when dismissed. Throws what `failureOf` knows no way on
 * from.
 */
export async function pickFromPages<Row>(options: PickerOptions<Row>): Promise<Picked<Row> | undefined> {
  const picker = new PagedPicker(options);
  try {
    return await picker.ask();
  } finally {
    picker.dispose();
  }
}

interface PickItem<Row> extends vscode.QuickPickItem {
  readonly key: string;
  /** `on`, `back`: shows other rows of the list. */
  readonly does: Picked<Row> | 'load' | 'on' | 'back';
}

/** In ms: what is learned of many rows shows at once. */
const restMs = 200;

/** What is in the list now: the same again is not shown again. */
interface Shown<Row> {
  /** Of its rows. */
  readonly items: readonly PickItem<Row>[];
  readonly found: readonly Row[];
  /** What else there is, as text. */
  readonly look: string;
  readonly fits: boolean;
}

class PagedPicker<Row> {
  private readonly picker = vscode.window.createQuickPick<PickItem<Row>>();
  private readonly list: PickList<Row>;
  private readonly subscriptions: { dispose(): void }[] = [];
  /** Of the rows that are shown: of ten thousand others nothing is kept. */
  private rowItems = new Map<Row, PickItem<Row>>();
  private shown: Shown<Row> = { items: [], found: [], look: '', fits: true };
  private learning: NodeJS.Timeout | undefined;
  /** What was highlighted last, and what was typed then. */
  private highlight: { readonly key: string; readonly value: string } | undefined;
  /** Where the highlight is among the rows; undefined until VS Code tells, which puts it on the first row on the way. */
  private reached: number | undefined;
  private end: (picked: Picked<Row> | undefined) => void = () => undefined;
  private fail: (error: unknown) => void = () => undefined;

  constructor(private readonly options: PickerOptions<Row>) {
    const loadPage = (cursor: string | undefined, signal: AbortSignal) => this.loadPage(cursor, signal);
    this.list = new PickList({ ...options.source, loadPage }, () => this.show());
  }

  ask(): Promise<Picked<Row> | undefined> {
    const { picker, list, options } = this;
    picker.title = options.title;
    picker.placeholder = options.placeholder;
    picker.matchOnDescription = true;
    picker.matchOnDetail = true;
    picker.keepScrollPosition = true;
    const { button } = options;
    if (button) picker.buttons = [{ iconPath: new vscode.ThemeIcon(button.icon), tooltip: plainText(button.tooltip) }];
    return new Promise((resolve, reject) => {
      this.end = resolve;
      this.fail = reject;
      picker.onDidAccept(() => this.accept());
      picker.onDidHide(() => resolve(undefined));
      picker.onDidTriggerButton(() => resolve({ kind: 'ask' }));
      picker.onDidChangeValue((value) => list.type(value));
      picker.onDidChangeActive(([item]) => this.reach(item));
      if (options.onDidChangeRows) this.subscriptions.push(options.onDidChangeRows(() => this.learn()));
      picker.show();
      list.begin();
    });
  }

  dispose(): void {
    clearTimeout(this.learning);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.list.dispose();
    this.picker.dispose();
  }

  /** The title tells of the waits: the list itself says no more than that it is busy. */
  private async loadPage(cursor: string | undefined, signal: AbortSignal): Promise<Page<Row>> {
    const { picker, options } = this;
    const asked = tellingWaits(
      (words) => (picker.title = `${options.title} (${words})`),
      (onAttempt) => options.source.loadPage(cursor, signal, onAttempt),
    );
    return asked.finally(() => (picker.title = options.title));
  }

  private accept(): void {
    const { list, picker } = this;
    const [item = this.highlighted()] = picker.selectedItems;
    const typed = picker.value.trim();
    // Before there is a row, Enter picks nothing and dismisses nothing; where there will be none, it takes what is typed.
    if (!item && list.failure !== undefined && list.rows.length === 0 && typed !== '')
      this.end({ kind: 'typed', typed });
    if (!item) return;
    if (item.does === 'load') void list.loadMore();
    else if (item.does === 'on' || item.does === 'back') list.move(item.does);
    // The row may say what was typed a moment ago.
    else if (item.does.kind !== 'typed') this.end(item.does);
    else if (typed !== '') this.end({ kind: 'typed', typed });
  }

  /** While rows are replaced VS Code may have none selected: the person has pressed Enter on what was highlighted last. */
  private highlighted(): PickItem<Row> | undefined {
    const { highlight, picker } = this;
    return highlight?.value === picker.value ? picker.items.find(({ key }) => key === highlight.key) : undefined;
  }

  private reach(item: PickItem<Row> | undefined): void {
    if (!item) return;
    this.highlight = { key: item.key, value: this.picker.value };
    const { items } = this.shown;
    const index = item.does === 'back' ? 0 : isMore(item) ? items.length : items.indexOf(item);
    if (index === -1) return;
    const from = this.reached;
    this.reached = index;
    this.list.reach(index, from);
  }

  private show(): void {
    const { picker, list, options } = this;
    const failure = this.failure();
    if (failure === 'end') return;
    picker.busy = list.isBusy;
    picker.placeholder = failure?.way === 'none' ? failure.words : options.placeholder;
    const last = this.lastItems(failure);
    const before = this.rowItems;
    this.rowItems = new Map(list.shown.map((row) => [row, before.get(row) ?? this.rowItem(row)]));
    const shown = {
      items: [...this.rowItems.values()],
      found: list.found,
      look: JSON.stringify([list.hasBefore, last]),
      fits: list.fits,
    };
    if (!isSame(shown, this.shown)) this.setItems(shown, last);
  }

  /** The highlight stays where it is: VS Code itself puts it on the first row. */
  private setItems(shown: Shown<Row>, last: readonly PickItem<Row>[]): void {
    const { picker } = this;
    const found = shown.found.map((row) => ({ ...this.rowItem(row), alwaysShow: true }));
    const keys = new Set(found.map(({ key }) => key));
    const listed = keys.size === 0 ? shown.items : shown.items.filter(({ key }) => !keys.has(key));
    const [active] = picker.activeItems;
    const before = this.shown;
    this.shown = shown;
    this.reached = undefined;
    picker.items = [...found, ...plainItems(this.firstItems()), ...listed, ...plainItems(last)];
    if (!active) return;
    const isFirstFit = active.key === 'typed' && !before.fits && shown.fits;
    const next = this.neighbor(active, before.items) ?? picker.items.find(({ key }) => key === active.key);
    if (next && !isFirstFit) picker.activeItems = [next];
  }

  /** The first row that was not there yet in the direction in which the highlighted one leads. */
  private neighbor(active: PickItem<Row>, before: readonly PickItem<Row>[]): PickItem<Row> | undefined {
    const { items } = this.shown;
    const placeOf = (row: PickItem<Row> | undefined) => items.findIndex(({ key }) => key === row?.key);
    if (active.does === 'back') return items[placeOf(before[0]) - 1];
    return isMore(active) ? items[placeOf(before.at(-1)) + 1] : undefined;
  }

  /** What precedes the rows, where they are not the first ones. */
  private firstItems(): PickItem<Row>[] {
    const label = vscode.l10n.t('Show Previous...');
    return this.list.hasBefore ? [ownItem({ key: 'back', label, icon: 'arrow-up', does: 'back' })] : [];
  }

  /** What follows the rows. */
  private lastItems(failure: ListFailure | undefined): PickItem<Row>[] {
    const { t } = vscode.l10n;
    const { list, options } = this;
    const { typed, rows } = list;
    const takesTyped = typed !== '' && (options.offersTyped(typed) || !list.fits || (failure && rows.length === 0));
    const more = { key: 'load', label: t('Load More...'), icon: 'ellipsis', detail: t('{0} loaded', rows.length) };
    const items: OwnItem<Row>[] = [];
    if (takesTyped && !list.has(typed))
      items.push({ key: 'typed', label: options.typedLabel(typed), does: { kind: 'typed', typed } });
    if (list.hasAfter) items.push({ ...more, does: 'on' });
    else if (failure?.way === 'again')
      items.push({ key: 'load', label: t('Try Again'), icon: 'refresh', detail: failure.words, does: 'load' });
    else if (failure?.way === 'ask')
      items.push({ key: 'ask', label: failure.words, icon: 'edit', does: { kind: 'ask' } });
    else if (!failure && list.hasMore && list.hasBegun) items.push({ ...more, does: 'load' });
    return items.map(ownItem);
  }

  private failure(): ListFailure | 'end' | undefined {
    const { failure, rows } = this.list;
    if (failure === undefined) return undefined;
    const found = this.options.failureOf(failure, rows.length > 0);
    if (!found) this.fail(failure);
    return found ?? 'end';
  }

  private rowItem(row: Row): PickItem<Row> {
    const { source, itemOf } = this.options;
    const [item] = plainItems([
      { ...itemOf(row), key: `row ${source.keyOf(row)}`, does: { kind: 'row', row } as const },
    ]);
    return item as PickItem<Row>;
  }

  /** Shows the rows anew that look otherwise by now; others are looked at when they are shown again. */
  private learn(): void {
    clearTimeout(this.learning);
    this.learning = setTimeout(() => {
      const looks = (item: PickItem<Row>) => JSON.stringify([item.label, item.description, item.iconPath]);
      const newest = (row: Row) => {
        const [item, before] = [this.rowItem(row), this.rowItems.get(row)];
        return before && looks(before) === looks(item) ? before : item;
      };
      this.rowItems = new Map(this.list.shown.map((row) => [row, newest(row)]));
      this.show();
    }, restMs);
  }
}

type OwnItem<Row> = Omit<PickItem<Row>, 'iconPath'> & { readonly icon?: string };

/** A row that is none of the list: it is there whatever is typed. */
function ownItem<Row>({ icon, ...item }: OwnItem<Row>): PickItem<Row> {
  return { ...item, alwaysShow: true, ...(icon !== undefined && { iconPath: new vscode.ThemeIcon(icon) }) };
}

const isSame = <Row>(one: Shown<Row>, other: Shown<Row>): boolean =>
  one.look === other.look &&
  one.found === other.found &&
  one.items.length === other.items.length &&
  one.items.every((item, index) => item === other.items[index]);

const isMore = ({ does }: PickItem<unknown>): boolean => does === 'load' || does === 'on';
