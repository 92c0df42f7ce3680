// Runs inside VS Code: edits large documents and measures when the diagnostics follow. See compareEditors.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { setImmediate as others } from 'node:timers/promises';
import * as vscode from 'vscode';
import { markConsole } from '../host/suiteOutput';
import { followBlocks, type Blocks } from './followBlocks';
import { median } from './median';

/** In milliseconds. */
export interface EditFigures {
  readonly users: number;
  /** Of each edit, since the extension host learnt of it. */
  readonly ours: readonly number[];
  readonly peer: readonly number[];
  /** The same since the edit was asked for. */
  readonly oursFromCall: readonly number[];
  readonly peerFromCall: readonly number[];
  /** The longest stretch in which our code had the extension host to itself: while the document opened, and in each edit. */
  readonly blockOpening: number;
  readonly blocks: readonly number[];
  /** The same without the time in which the machine ran something else. */
  readonly workOpening: number;
  readonly works: readonly number[];
  /** The longest time that the extension host answered nobody in an edit, whoever is to blame, with our checks and without. */
  readonly delay: number;
  readonly delayWithout: number;
}

interface Times {
  readonly ours: number;
  readonly peer: number;
}

/** What takes a millisecond is measured more often than what takes a hundred. */
const roundsOf = (users: number) => (users === 2 ? 60 : 16);
const blockRounds = 8;
const [right, wrong] = ['"is_primary": true', '"is_primary": "yes"'];

export async function run(): Promise<void> {
  markConsole();
  const extension = vscode.extensions.getExtension('truto-users.truto-users');
  assert.ok(extension);
  await extension.activate();
  const figures: EditFigures[] = [];
  for (const users of (process.env['BENCH_SIZES'] ?? '').split(',').map(Number)) {
    console.log(`Editing ${users} users...`);
    figures.push(await measure(users, extension.extensionPath));
  }
  writeFileSync(process.env['BENCH_FIGURES'] ?? '', JSON.stringify(figures));
}

async function measure(users: number, ourFolder: string): Promise<EditFigures> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder.uri, `users-${users}.json`);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const edits = new Edits(uri, text, users === 2 ? 1 : users / 100);
  const opening = await followBlocks(ourFolder, () => edits.open());
  await edits.makeSome(4); // Everything is loaded now.

  const times = {
    ours: [] as number[],
    peer: [] as number[],
    oursFromCall: [] as number[],
    peerFromCall: [] as number[],
  };
  for (let round = 0; round < roundsOf(users); round++) {
    const { ours, peer, fromCall } = await edits.make();
    times.ours.push(ours);
    times.peer.push(peer);
    times.oursFromCall.push(fromCall.ours);
    times.peerFromCall.push(fromCall.peer);
  }
  const withUs = await blocksOf(edits, ourFolder);
  await vscode.workspace.getConfiguration('truto').update('files', [], vscode.ConfigurationTarget.Workspace);
  await edits.withoutUs();
  const without = await blocksOf(edits, ourFolder);
  await vscode.workspace
    .getConfiguration('truto')
    .update('files', ['**/users-*.json'], vscode.ConfigurationTarget.Workspace);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  const found = {
    blockOpening: opening.longestBlock,
    blocks: withUs.map(({ longestBlock }) => longestBlock),
    workOpening: opening.longestWork,
    works: withUs.map(({ longestWork }) => longestWork),
  };
  const delayOf = (all: readonly Blocks[]) => median(all.map(({ longestDelay }) => longestDelay));
  return { users, ...times, ...found, delay: delayOf(withUs), delayWithout: delayOf(without) };
}

async function blocksOf(edits: Edits, ourFolder: string): Promise<Blocks[]> {
  const blocks: Blocks[] = [];
  for (let round = 0; round < blockRounds; round++) blocks.push(await followBlocks(ourFolder, () => edits.make()));
  return blocks;
}

/** Makes a mistake in the middle of a document and mends it, in turn. */
class Edits {
  private readonly line: number;
  private isWrong = false;
  private hasUs = true;

  constructor(
    private readonly uri: vscode.Uri,
    text: string,
    private readonly problems: number,
  ) {
    const place = text.indexOf(right, text.length / 3);
    assert.ok(place >= 0);
    this.line = text.slice(0, place).split('\n').length - 1;
  }

  /** Opens the document in an editor, and waits until both have its diagnostics. */
  async open(): Promise<void> {
    await vscode.window.showTextDocument(this.uri);
    await this.settled();
  }

  /**
   * Edits once; the milliseconds until each has the diagnostics of the new text: since the extension host learnt of the
   * edit, and since it was asked for. What lies between is VS Code's own, and the same for both.
   */
  async make(): Promise<Times & { fromCall: Times }> {
    this.isWrong = !this.isWrong;
    const document = await vscode.workspace.openTextDocument(this.uri);
    const line = document.lineAt(this.line);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(
      this.uri,
      line.range,
      this.isWrong ? line.text.replace(right, wrong) : line.text.replace(wrong, right),
    );
    let seen = NaN;
    const start = performance.now();
    const subscription = vscode.workspace.onDidChangeTextDocument(() => (seen ||= performance.now()));
    const [times] = await Promise.all([this.settled(), vscode.workspace.applyEdit(edit)]);
    subscription.dispose();
    return {
      ours: times.ours - seen,
      peer: times.peer - seen,
      fromCall: { ours: times.ours - start, peer: times.peer - start },
    };
  }

  async makeSome(count: number): Promise<void> {
    for (let done = 0; done < count; done++) await this.make();
  }

  /** Waits until our diagnostics are gone and never expected again. */
  async withoutUs(): Promise<void> {
    this.hasUs = false;
    await this.settled();
  }

  /**
   * Waits until both have the diagnostics of the text; when that was. The diagnostics are looked at again and again:
   * VS Code tells of their changes 50 ms late, and of several changes at once.
   */
  async settled(): Promise<Times> {
    const times: { ours?: number; peer?: number } = {};
    for (;;) {
      const [ours, peer] = this.counts();
      const expected = this.problems + (this.isWrong ? 1 : 0);
      if (ours === (this.hasUs ? expected : 0)) times.ours ??= performance.now();
      if (peer === expected) times.peer ??= performance.now();
      if (times.ours !== undefined && times.peer !== undefined) return { ours: times.ours, peer: times.peer };
      await others();
    }
  }

  private counts(): [number, number] {
    const all = vscode.languages.getDiagnostics(this.uri);
    const ours = all.filter(({ source }) => source === 'truto').length;
    return [ours, all.length - ours];
  }
}
