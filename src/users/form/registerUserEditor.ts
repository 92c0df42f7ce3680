import * as vscode from 'vscode';
import type { SendServices } from '../send/sendUser';

/** Stand-in until the form editor lands. */
export function registerUserEditor(_services: SendServices): vscode.Disposable {
  return vscode.Disposable.from();
}
