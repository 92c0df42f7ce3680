import * as vscode from 'vscode';
import { prettyJson } from '../../core/json/prettyJson';
import { shownJson } from '../../core/secrets/shown';
import { plainText } from '../../platform/plainText';
import { planFaultMessage } from '../../platform/words/bulkWords';
import { PlanFault, type PlanProblem, type PlanRow } from '../plan/planFile';
import { openPlan } from '../plan/planReader';
import { planText } from './planText';

/** The scheme of the documents that show a plan. */
export const planScheme = 'truto-plan';

/** A side of a sample diff. */
interface Sample {
  readonly file: string;
  readonly index: number;
  readonly side: 'before' | 'after';
}

/** So many users are shown as samples. */
const maxSamples = 20;

const fileName = (path: string): string => path.replace(/^.*[/\\]/, '');

/** Where the readable view of a plan is. */
export const planViewUri = (plan: vscode.Uri): vscode.Uri =>
  vscode.Uri.from({ scheme: planScheme, path: `/${plainText(fileName(plan.path))}.md`, query: plan.fsPath });

/** The plan that a view, or a plan as a file, is about; undefined for any other document. */
export function planOf(uri: vscode.Uri): vscode.Uri | undefined {
  if (uri.scheme === planScheme) return vscode.Uri.file(uri.query);
  return uri.path.endsWith('.truto-plan.jsonl') ? uri : undefined;
}

/** The texts of the documents that show a plan: they are read from it, and change nothing. */
export class PlanDocuments {
  /** What was said of the source as a whole when a plan was made. */
  private readonly problems = new Map<string, readonly PlanProblem[]>();

  /** @param changed to be told of each document whose text is another one by now */
  constructor(private readonly changed: (uri: vscode.Uri) => void) {}

  /** Takes what was said of the source of a plan that was just made. */
  remember(plan: vscode.Uri, problems: readonly PlanProblem[]): void {
    this.problems.set(plan.fsPath, problems);
    this.outdate(plan);
  }

  /** What is open of a plan is to be shown as the plan is now. */
  outdate(plan: vscode.Uri): void {
    for (const { uri } of vscode.workspace.textDocuments)
      if (uri.scheme === planScheme && uri.query === plan.fsPath) this.changed(uri);
  }

  async text({ path, query, fragment }: vscode.Uri): Promise<string> {
    try {
      if (fragment !== '') return await this.sampleText({ file: query, ...sampleOf(fragment) });
      return await planText(await openPlan(query), this.problems.get(query));
    } catch (error) {
      if (error instanceof PlanFault) return planFaultMessage(error.code, fileName(path), error.line);
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Opens VS Code's diff of several files: the first users that a plan would change. */
  async showSamples(plan: vscode.Uri): Promise<number> {
    const samples: [vscode.Uri, vscode.Uri, vscode.Uri][] = [];
    for await (const row of (await openPlan(plan.fsPath)).rows()) {
      if (row.verdict !== 'send') continue;
      const side = (name: Sample['side']) =>
        vscode.Uri.from({
          scheme: planScheme,
          path: `/${row.index + 1} ${plainText(row.userName ?? row.userId ?? '').replace(/[\\/]/g, ' ')}.json`,
          query: plan.fsPath,
          fragment: `${name}${row.index}`,
        });
      samples.push([side('after'), side('before'), side('after')]);
      if (samples.length === maxSamples) break;
    }
    if (samples.length > 0)
      await vscode.commands.executeCommand(
        'vscode.changes',
        plainText(vscode.l10n.t('First users of {0}', fileName(plan.path))),
        samples,
      );
    return samples.length;
  }

  private async sampleText({ file, index, side }: Sample): Promise<string> {
    for await (const row of (await openPlan(file)).rows())
      if (row.index === index) return prettyJson(shownJson(JSON.stringify(sideOf(row, side))).text);
    return '';
  }
}

function sideOf({ before = {}, patch = {}, withheld }: PlanRow, side: Sample['side']): object {
  if (side === 'before') return before;
  const hidden = (withheld?.fields ?? []).map((name) => [name, vscode.l10n.t('•••••• as in the file')]);
  return { ...before, ...patch, ...(Object.fromEntries(hidden) as object) };
}

function sampleOf(fragment: string): Omit<Sample, 'file'> {
  const [, side, index] = /^(before|after)(\d+)$/.exec(fragment) ?? [];
  return { side: side === 'before' ? 'before' : 'after', index: Number(index ?? -1) };
}
