import * as vscode from 'vscode';
import { checkArgument } from './commandArguments';
import { plainText } from './plainText';

/** What a command does; what it returns reaches whoever executed it. */
export type CommandHandler = (...args: unknown[]) => unknown;

/** Registers `truto.<name>` for each entry. What no command is about is refused before the handler is called. */
export function registerCommands(handlers: Readonly<Record<string, CommandHandler>>): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([name, handler]) =>
      vscode.commands.registerCommand(`truto.${name}`, (...args: unknown[]) => failingPlainly(handler, args)),
    ),
  );
}

/** Handlers whose code is loaded with the first of them that is called. */
export function loadedLater<Name extends string>(
  names: readonly Name[],
  load: () => Promise<Readonly<Record<Name, CommandHandler>>>,
): Readonly<Record<string, CommandHandler>> {
  const handler =
    (name: Name): CommandHandler =>
    async (...args) =>
      (await load())[name](...args);
  return Object.fromEntries(names.map((name) => [name, handler(name)]));
}

/** VS Code itself shows a person what a command throws, as a message whose links can be pressed. A caller gets the same words. */
async function failingPlainly(handler: CommandHandler, args: unknown[]): Promise<unknown> {
  try {
    checkArgument(args[0]);
    return await handler(...args);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { failureMessage } = await import('./words/failureWords');
    error.message = plainText(failureMessage(error));
    throw error;
  }
}

/** Sets `truto.<name>` for `when` clauses. */
export function setContext(name: string, value: unknown): void {
  void vscode.commands.executeCommand('setContext', `truto.${name}`, value);
}
