import type * as vscode from 'vscode';
import { readUserFile } from '../../core/update/userFile';
import { isUserList } from './isUserList';

interface Reading {
  readonly version: number;
  readonly accountId: string | undefined;
}

/** The accounts that documents name in `$truto`, read once for each version of a text. */
export class NamedAccounts {
  private readonly readings = new WeakMap<vscode.TextDocument, Reading>();

  of(document: vscode.TextDocument): string | undefined {
    const known = this.readings.get(document);
    if (known?.version === document.version) return known.accountId;
    const accountId = named(document, known?.accountId);
    this.readings.set(document, { version: document.version, accountId });
    return accountId;
  }
}

/** A list of users names no account for all of them. A text that is broken for the moment still means the account it named. */
function named(document: vscode.TextDocument, before: string | undefined): string | undefined {
  if (isUserList(document)) return undefined;
  const text = document.getText();
  if (!text.includes('"integrated_account_id"')) return undefined;
  const file = readUserFile(text);
  return file ? file.accountId : before;
}
