import * as vscode from 'vscode';
import { plainText } from '../../platform/plainText';
import { dayOf, initiatorWords, outcomeWords, timeOf } from '../../platform/words/historyWords';
import type { History, HistoryList } from '../../updates/history';
import { isUndoable, type HistoryRow } from '../../updates/historyEntry';
import { filterText, matchingRows, type HistoryFilter } from './historyFilter';

/** A row of the view: a day, an update, or that there are more. */
export type HistoryNode =
  | { readonly kind: 'day'; readonly label: string; readonly rows: readonly HistoryRow[] }
  | { readonly kind: 'update'; readonly id: string; readonly row: HistoryRow }
  | { readonly kind: 'more'; readonly count: number };

/** So many rows of a day are shown: whoever looks for an older one filters. */
const maxRows = 500;

const icons = { applied: 'pass', refused: 'error', notSent: 'circle-slash', unknown: 'question' } as const;

/** What was sent from here, by day. */
export class HistoryTree {
  /** Which of them. */
  filter: HistoryFilter = { text: '' };
  /** What its rows were made of. */
  private read: HistoryList | undefined;

  /** @param say what stands above the rows, if anything */
  constructor(
    private readonly history: History,
    private readonly say: (words: string | undefined) => void,
  ) {}

  /** Whether something has come or gone since its rows were made, such as by another window. */
  async isStale(): Promise<boolean> {
    return this.read !== undefined && (await this.history.list()) !== this.read;
  }

  /** The updates that are shown, the latest first. */
  async rows(): Promise<readonly HistoryRow[]> {
    return this.rowsOf(await this.history.list());
  }

  async getChildren(node?: HistoryNode): Promise<HistoryNode[]> {
    if (node) return node.kind === 'day' ? updates(node.rows) : [];
    this.read = await this.history.list();
    const days = new Map<string, HistoryRow[]>();
    for (const row of this.rowsOf(this.read)) {
      const day = dayOf(row.at);
      const rows = days.get(day);
      if (rows) rows.push(row);
      else days.set(day, [row]);
    }
    return [...days].map(([label, rows]) => ({ kind: 'day', label, rows }));
  }

  getTreeItem(node: HistoryNode): vscode.TreeItem {
    const { t } = vscode.l10n;
    switch (node.kind) {
      case 'day': {
        const item = new vscode.TreeItem(node.label, vscode.TreeItemCollapsibleState.Expanded);
        item.id = node.label;
        // Said as it is read: a hover would only hide the first row below it.
        item.tooltip = '';
        item.description = String(node.rows.length);
        return item;
      }
      case 'more':
        return new vscode.TreeItem(t('{0} older ones: use the filter to find them', node.count));
      case 'update':
        return updateItem(node.row);
    }
  }

  private rowsOf({ rows, damaged }: HistoryList): readonly HistoryRow[] {
    const { t } = vscode.l10n;
    const text = filterText(this.filter);
    const words = [
      text !== '' && t('Filter: {0}', plainText(text)),
      damaged > 0 && t('Entries that are damaged and cannot be shown: {0}.', damaged),
    ];
    this.say(words.filter(Boolean).join(' ') || undefined);
    return matchingRows(rows, this.filter);
  }
}

function updateItem({ id, at, user, who, outcome, status, fields, account, environment }: HistoryRow): vscode.TreeItem {
  const item = new vscode.TreeItem(plainText(user.name));
  const facts = [outcomeWords(outcome, status), initiatorWords(who)].filter((words) => words !== '').join(', ');
  item.id = id;
  item.description = plainText(`${fields.join(', ')} · ${timeOf(at)} · ${facts}`);
  item.tooltip = plainText(
    `${user.name} (${user.id}) · ${account.name} · ${environment.name} · ${fields.join(', ')} · ${facts}`,
  );
  item.iconPath = new vscode.ThemeIcon(icons[outcome]);
  item.contextValue = isUndoable({ outcome }) ? 'update.undoable' : 'update';
  item.command = { command: 'truto.compareHistory', title: '', arguments: [{ kind: 'update', id }] };
  return item;
}

const updates = (rows: readonly HistoryRow[]): HistoryNode[] => [
  ...rows.slice(0, maxRows).map((row): HistoryNode => ({ kind: 'update', id: row.id, row })),
  ...(rows.length > maxRows ? [{ kind: 'more', count: rows.length - maxRows } as const] : []),
];
