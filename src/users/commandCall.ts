import type { Uri } from 'vscode';
import type { Environment } from '../api/environment';

/** One run of a command. What it is about was fixed when it was called: code may still have had to be loaded since. */
export interface CommandCall {
  /** As it was handed over by a menu, a key binding or a caller; undefined from the palette. */
  readonly argument: unknown;
  /** The document that is meant. */
  readonly uri: Uri | undefined;
  /** The environment that was in use. */
  readonly environment: Environment | undefined;
}
