import { readdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import { loadedLater, registerCommands, setContext } from '../../platform/commands';
import { iconLabel } from '../../platform/labels';
import type { BulkRuns } from './bulkRuns';
import type { BulkServices } from './bulkServices';
import type { JobCommands } from './jobCommands';
import type { JobNode, JobTree } from './jobTree';

const commandNames = [
  'resumeBulkUpdate',
  'pauseBulkUpdate',
  'cancelBulkUpdate',
  'openBulkReport',
  'undoBulkUpdate',
  'removeBulkUpdate',
] as const satisfies readonly (keyof JobCommands)[];

interface Room {
  readonly runs: BulkRuns;
  readonly commands: JobCommands;
  readonly tree: JobTree;
}

/** In ms: by then VS Code has started. */
const afterStart = 3_000;

/** The jobs of many updates: their view, their place in the status bar, and what is done with them. */
interface RegisteredJobs {
  /** Loaded when it is first needed. */
  readonly runs: () => Promise<BulkRuns>;
  readonly disposable: vscode.Disposable;
}

/** What is behind it is loaded with the first job: a start looks for a folder alone. */
export function registerJobs(services: BulkServices): RegisteredJobs {
  const changed = new vscode.EventEmitter<undefined>();
  const status = vscode.window.createStatusBarItem('truto.bulk', vscode.StatusBarAlignment.Left, 9);
  let opened: Room | undefined;
  let opening: Promise<Room> | undefined;
  const open = (): Promise<Room> =>
    (opening ??= import('./jobRoom').then(({ openJobs }) => {
      opened = openJobs(services);
      opened.runs.onDidChange(() => {
        showStatus(status, opened?.runs);
        void opened?.runs.jobs.hasAny().then((hasAny) => setContext('hasBulkJobs', hasAny));
        changed.fire(undefined);
      });
      return opened;
    }));
  const view = vscode.window.createTreeView<JobNode>('truto.bulk', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => (await open()).tree.getChildren(node),
      getTreeItem: async (node) => (await open()).tree.getTreeItem(node),
    },
  });
  const look = setTimeout(() => {
    const folder = vscode.Uri.joinPath(services.globalStorageUri, 'bulk').fsPath;
    void readdir(folder)
      .catch(() => [])
      .then(async (names) => {
        setContext('hasBulkJobs', names.length > 0);
        if (names.length > 0) await (await open()).commands.offerResume();
      });
  }, afterStart);
  const disposable = vscode.Disposable.from(
    changed,
    status,
    view,
    // Other windows begin jobs, too.
    view.onDidChangeVisibility(() => changed.fire(undefined)),
    new vscode.Disposable(() => {
      clearTimeout(look);
      opened?.runs.dispose();
    }),
    registerCommands(loadedLater(commandNames, async () => (await open()).commands)),
  );
  return { runs: async () => (await open()).runs, disposable };
}

function showStatus(item: vscode.StatusBarItem, runs: BulkRuns | undefined): void {
  const own = runs?.own ?? [];
  if (own.length === 0) {
    item.hide();
    return;
  }
  const { t } = vscode.l10n;
  const rows = own.reduce((sum, { job }) => sum + job.state.counts.rows, 0);
  const left = own.reduce((sum, { job }) => sum + job.state.count('pending') + job.state.count('open'), 0);
  const words = t('Bulk update: {0} of {1}', rows - left, rows);
  item.name = t('Truto Bulk Update');
  item.text = iconLabel('sync', words);
  item.command = 'truto.bulk.focus';
  item.accessibilityInformation = { label: words };
  item.show();
}
