import * as vscode from 'vscode';
import type { OnAttempt } from '../../api/trutoClient';
import { Countdown } from '../../platform/countdown';
import { plainItems } from '../../platform/labels';
import { plainText } from '../../platform/plainText';
import type { Page } from './pagedRows';
import { PickList, type PickSource } from './pickList';

/** What a person picked. `typed`: what is typed, in place of a row. `ask`: to give first what the list wants. */
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
  /** Says what can be changed of what the list was asked with, if anything can. */
  readonly askTooltip?: string | undefined;
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
  readonly does: Picked<Row> | 'load';
}

/** In ms: what is learned of many rows shows at once. */
const restMs = 200;

class PagedPicker<Row> {
  private readonly picker = vscode.window.createQuickPick<PickItem<Row>>();
  private readonly list: PickList<Row>;
  private readonly subscriptions: { dispose(): void }[] = [];
  /** One for each row of the list, in its order. */
  private readonly rowItems: PickItem<Row>[] = [];
  private shownFound: readonly Row[] = [];
  /** What is shown besides what is in the rows themselves: the same again is not shown again. */
  private shownLook = '';
  private shownFits = true;
  private learning: NodeJS.Timeout | undefined;
  /** What was highlighted last, and what was typed then. */
  private highlight: { readonly key: string; readonly value: string } | undefined;
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
    if (options.askTooltip !== undefined)
      picker.buttons = [{ iconPath: new vscode.ThemeIcon('settings-gear'), tooltip: plainText(options.askTooltip) }];
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
      void list.loadMore();
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
    const countdown = new Countdown((words) => (picker.title = `${options.title} (${words})`));
    try {
      return await options.source.loadPage(cursor, signal, (wait) => countdown.start(wait));
    } finally {
      countdown.end();
      picker.title = options.title;
    }
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
    const index = this.rowItems.indexOf(item);
    this.list.reach(index === -1 && item.does === 'load' ? this.rowItems.length : index);
  }

  private show(): void {
    const { picker, list, rowItems, options } = this;
    const failure = this.failure();
    if (failure === 'end') return;
    picker.busy = list.isBusy;
    picker.placeholder = failure?.way === 'none' ? failure.words : options.placeholder;
    const last = this.lastItems(failure);
    const look = JSON.stringify([list.rows.length, last]);
    if (look === this.shownLook && list.found === this.shownFound) return;
    const shownRows = rowItems.length;
    for (const row of list.rows.slice(shownRows)) rowItems.push(this.rowItem(row));
    this.shownLook = look;
    this.shownFound = list.found;
    this.setItems(last, rowItems[shownRows]);
  }

  /** The highlight stays where it is: VS Code itself puts it on the first row. */
  private setItems(last: readonly PickItem<Row>[], firstNew: PickItem<Row> | undefined): void {
    const { picker, list, rowItems } = this;
    const found = list.found.map((row) => ({ ...this.rowItem(row), alwaysShow: true }));
    const keys = new Set(found.map(({ key }) => key));
    const listed = keys.size === 0 ? rowItems : rowItems.filter(({ key }) => !keys.has(key));
    const [active] = picker.activeItems;
    const fittedBefore = this.shownFits;
    this.shownFits = list.fits;
    picker.items = [...found, ...listed, ...plainItems(last)];
    if (!active) return;
    const isFirstFit = active.key === 'typed' && !fittedBefore && this.shownFits;
    const next = active.does === 'load' && firstNew ? firstNew : picker.items.find(({ key }) => key === active.key);
    if (next && !isFirstFit) picker.activeItems = [next];
  }

  /** What follows the rows. */
  private lastItems(failure: ListFailure | undefined): PickItem<Row>[] {
    const { t } = vscode.l10n;
    const { list, options } = this;
    const { typed, rows } = list;
    const takesTyped = typed !== '' && (options.offersTyped(typed) || !list.fits || (failure && rows.length === 0));
    const isThere = rows.some((row) => options.source.keyOf(row) === typed);
    return [
      ...(takesTyped && !isThere
        ? [{ key: 'typed', label: options.typedLabel(typed), does: { kind: 'typed' as const, typed } }]
        : []),
      ...(failure?.way === 'again'
        ? [{ key: 'load', label: t('Try Again'), icon: 'refresh', detail: failure.words, does: 'load' as const }]
        : []),
      ...(failure?.way === 'ask'
        ? [{ key: 'ask', label: failure.words, icon: 'edit', does: { kind: 'ask' as const } }]
        : []),
      ...(!failure && list.hasMore && rows.length > 0
        ? [
            {
              key: 'load',
              label: t('Load More...'),
              icon: 'ellipsis',
              detail: t('{0} loaded', String(rows.length)),
              does: 'load' as const,
            },
          ]
        : []),
    ].map(({ icon, ...item }: Omit<PickItem<Row>, 'iconPath'> & { readonly icon?: string }) => ({
      ...item,
      alwaysShow: true,
      ...(icon !== undefined && { iconPath: new vscode.ThemeIcon(icon) }),
    }));
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

  /** Shows the rows anew that look otherwise by now. */
  private learn(): void {
    clearTimeout(this.learning);
    this.learning = setTimeout(() => {
      const { list, rowItems } = this;
      const looks = (item: PickItem<Row> | undefined) =>
        JSON.stringify([item?.label, item?.description, item?.iconPath]);
      let hasChanged = false;
      for (const [index, before] of rowItems.entries()) {
        const row = list.rows[index];
        const item = row === undefined ? before : this.rowItem(row);
        if (looks(item) === looks(before)) continue;
        rowItems[index] = item;
        hasChanged = true;
      }
      const failure = this.failure();
      if (hasChanged && failure !== 'end') this.setItems(this.lastItems(failure), undefined);
    }, restMs);
  }
}
