import type { Event } from 'vscode';
import type { Environment } from '../api/environment';

/** Where something would go at this moment, for those who show it. */
export interface ShownTarget {
  /** Undefined when no environment is in use. */
  current(): { readonly environment: Environment; readonly accountLabel?: string } | undefined;
  readonly onDidChange: Event<void>;
}
