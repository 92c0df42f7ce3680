import { connect } from 'node:net';
import { takeCoverage } from 'node:v8';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';

/** The jobs by name. */
const jobs = {
  /** Runs a command, and returns its result. */
  command: (id, ...args) => vscode.commands.executeCommand(id, ...args),
  open: (path, editorType) => vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(path), editorType),
  setting,
  /** The URL by which a browser leads to a URI of an extension. */
  externalUri: async (uri) =>
    (await vscode.env.asExternalUri(vscode.Uri.parse(`${vscode.env.uriScheme}://${uri}`))).toString(true),
  clear,
  // The host of the extensions ends without writing it.
  noteCoverage: () => process.env.NODE_V8_COVERAGE && takeCoverage(),
};

/** Settings that a person changes by a command of VS Code. */
const chosenByHand = ['workbench.colorTheme'];

/** User settings as they were before the first change; undefined for those that had no value. */
const before = new Map();

/** Does the jobs that the runner asks for: `{ id, job, args }` is answered by `{ id, result }` or `{ id, error }`, a line each. */
export function activate(context) {
  const socket = connect(process.env.STAGEHAND);
  context.subscriptions.push({ dispose: () => socket.destroy() });
  const answer = (message) => socket.write(`${JSON.stringify(message)}\n`);
  createInterface({ input: socket }).on('line', async (line) => {
    const { id, job, args } = JSON.parse(line);
    try {
      answer({ id, result: await jobs[job](...args) });
    } catch (error) {
      answer({ id, error: String(error) });
    }
  });
}

/** Writes a user setting (`truto.send.confirm`), until the next `clear`. */
async function setting(name, value) {
  const configuration = vscode.workspace.getConfiguration();
  const now = configuration.inspect(name)?.globalValue;
  if (!before.has(name)) before.set(name, now);
  if (now === value) return;
  await configuration.update(name, value, vscode.ConfigurationTarget.Global);
}

/** Closes and forgets what a test left behind: editors, unsaved or not, settings, notifications, views and menus. */
async function clear() {
  for (const name of chosenByHand) if (!before.has(name)) before.set(name, undefined);
  for (const [name, value] of before) await setting(name, value);
  before.clear();
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  // A form that is closed with an invalid value may come back once.
  for (let left = 100; tabs().length > 0 && left > 0; left--)
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  for (const command of [
    'workbench.action.closeAllEditors',
    'workbench.action.closePanel',
    'workbench.view.explorer',
    'notifications.clearAll',
  ]) {
    await vscode.commands.executeCommand(command);
  }
}
