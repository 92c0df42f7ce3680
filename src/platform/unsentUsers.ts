import type { Event, Uri } from 'vscode';

/** Which live users were changed here, and not sent, for those who show users. */
export interface UnsentUsers {
  /** Resolves once those are known that were saved before. Never rejects. */
  ready(): Promise<void>;
  /** @param uri of a live user; the parameters that it is read with do not matter */
  isUnsent(uri: Uri): boolean;
  /** Tells of a user that has become one of them or is none any more. */
  readonly onDidChange: Event<Uri>;
}
