import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import { NoEnvironmentError, type Environments } from '../api/environments';
import { goneEnvironmentWords } from './documents/liveTargetWords';
import { SendRefused } from './send/sendRefused';

/** One run of a command. What it is about was fixed when it was called: code may still have had to be loaded since. */
export interface CommandCall {
  /** As it was handed over by a menu, a key binding or a caller; undefined from the palette. */
  readonly argument: unknown;
  /** The document that is meant. */
  readonly uri: vscode.Uri | undefined;
  /** That of the row or button it was called from, else the one that was in use. */
  readonly environment: Environment | undefined;
}

/** The environment of a call. Throws NoEnvironmentError, and SendRefused for a live user whose environment was removed. */
export function environmentOf({ environment, uri }: CommandCall, environments: Environments): Environment {
  if (environment) return environment;
  const words = uri && goneEnvironmentWords(uri);
  if (!words) throw new NoEnvironmentError(environments.lost());
  const title = vscode.l10n.t('Add Environment...');
  throw new SendRefused(words, { nextStep: { title, run: () => vscode.commands.executeCommand('truto.addProfile') } });
}
