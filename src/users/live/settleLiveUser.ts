import * as vscode from 'vscode';
import { refreshUserText } from '../../core/update/refreshUserText';
import { readUserFile } from '../../core/update/userFile';
import { changeOf } from '../../platform/textRange';
import { textStyle } from '../../platform/textStyle';
import { spelledSince } from '../../updates/spelledSince';
import type { SeenUpdate } from '../../updates/updates';
import type { UserDocument } from '../documents/userDocument';
import type { LiveUserFiles } from './liveUserFiles';

/**
 * After an update was applied: the document of a live user takes over the spelling that the server has given its fields. A
 * draft that says no more than was sent is none any more; whatever else was saved or edited stays one.
 */
export async function settleLiveUser(
  user: UserDocument | undefined,
  ended: SeenUpdate,
  files: LiveUserFiles,
): Promise<void> {
  const uri = vscode.Uri.parse(ended.prepared.source);
  const file = user?.text.file;
  const spelled = file && spelledSince(file.fields, ended);
  if (user && spelled) {
    const { document } = user;
    const edit = refreshUserText(document.getText(), spelled, textStyle(document));
    if (edit) await vscode.workspace.applyEdit(changeOf(document, [edit]));
    if (document.isDirty) await document.save();
  }
  await files.settleSent(uri, (draft) => {
    const saved = readUserFile(draft);
    return saved !== undefined && spelledSince(saved.fields, ended) !== undefined;
  });
  // As after an undo, which sent other values than the document has.
  if (user && !spelled) await files.readAnew(uri);
}
