import type { Uri } from 'vscode';
import type { Environment } from '../api/environment';
import { NoEnvironmentError, type Environments } from '../api/environments';

/** One run of a command. What it is about was fixed when it was called: code may still have had to be loaded since. */
export interface CommandCall {
  /** As it was handed over by a menu, a key binding or a caller; undefined from the palette. */
  readonly argument: unknown;
  /** The document that is meant. */
  readonly uri: Uri | undefined;
  /** That of the row or button it was called from, else the one that was in use. */
  readonly environment: Environment | undefined;
}

/** The environment of a call. Throws NoEnvironmentError. */
export function environmentOf({ environment }: CommandCall, environments: Environments): Environment {
  if (!environment) throw new NoEnvironmentError(environments.lost());
  return environment;
}
