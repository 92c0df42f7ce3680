// Runs inside VS Code: types into large user files and into plain files of the same text. See growthDocuments.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import { until } from '../host/until';
import { markConsole } from '../host/suiteOutput';
import { median } from './median';

/** What one key costs, in milliseconds of CPU: of the extension host's own thread, and of all its threads. */
export interface KeyCost {
  readonly thread: number;
  readonly process: number;
}

/** A user file, and a file of the same text that is none. */
export interface KeystrokeFigures {
  readonly what: string;
  readonly ours: KeyCost;
  readonly bare: KeyCost;
}

const rounds = 5;
const keysInRound = 4;
/** In ms: all that follows a key is over by then. */
const afterKey = 500;
/** In the middle of both texts, in a value. */
const place = '"name": "';

export async function run(): Promise<void> {
  markConsole();
  const extension = vscode.extensions.getExtension('truto-users.truto-users');
  assert.ok(extension);
  await extension.activate();
  const figures: KeystrokeFigures[] = [];
  for (const what of (process.env['BENCH_TEXTS'] ?? '').split(',')) {
    console.log(`Typing into ${what}...`);
    figures.push(await measure(what));
  }
  writeFileSync(process.env['BENCH_FIGURES'] ?? '', JSON.stringify(figures));
}

async function measure(what: string): Promise<KeystrokeFigures> {
  const [ours, bare] = [await open(`users-${what}.json`), await open(`plain-${what}.json`)];
  const costs = { ours: [] as KeyCost[], bare: [] as KeyCost[] };
  await type(ours, 2); // Everything is loaded now.
  await type(bare, 2);
  for (let round = 0; round < rounds; round++) {
    costs.ours.push(...(await type(ours, keysInRound)));
    costs.bare.push(...(await type(bare, keysInRound)));
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  return { what, ours: medianOf(costs.ours), bare: medianOf(costs.bare) };
}

async function open(name: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  const text = document.getText();
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const at = document.positionAt(text.indexOf(place, text.length / 2) + place.length);
  editor.selection = new vscode.Selection(at, at);
  const isOurs = name.startsWith('users-');
  const marked = () =>
    vscode.languages.getDiagnostics(document.uri).some(({ source }) => source === 'truto') === isOurs;
  await until('its diagnostics', marked, 60_000);
  return document;
}

async function type(document: vscode.TextDocument, keys: number): Promise<KeyCost[]> {
  await vscode.window.showTextDocument(document);
  await wait(2 * afterKey);
  const costs: KeyCost[] = [];
  for (let key = 0; key < keys; key++) {
    const [thread, all] = [process.threadCpuUsage(), process.cpuUsage()];
    await vscode.commands.executeCommand('type', { text: 'x' });
    await wait(afterKey);
    costs.push({ thread: milliseconds(process.threadCpuUsage(thread)), process: milliseconds(process.cpuUsage(all)) });
  }
  return costs;
}

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

const medianOf = (costs: readonly KeyCost[]): KeyCost => ({
  thread: median(costs.map(({ thread }) => thread)),
  process: median(costs.map((cost) => cost.process)),
});
