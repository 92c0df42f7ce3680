import * as vscode from 'vscode';

/** What a command does; what it returns reaches whoever executed it. */
export type CommandHandler = (...args: unknown[]) => unknown;

/** Registers `truto.<name>` for each entry. */
export function registerCommands(handlers: Readonly<Record<string, CommandHandler>>): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([name, handler]) => vscode.commands.registerCommand(`truto.${name}`, handler)),
  );
}

/** Sets `truto.<name>` for `when` clauses. */
export function setContext(name: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', `truto.${name}`, value);
}
