import * as vscode from 'vscode';
import { isSameState } from '../../core/json/isSameState';
import { endOf, parseJsonTree, propertiesNamed } from '../../core/json/jsonTree';
import { rangeIn } from '../../platform/textRange';
import { liveScheme } from '../../platform/liveUserUri';
import type { UserDocument } from '../documents/userDocument';
import type { UserDocuments } from '../documents/userDocuments';

/** In ms: typing has come to a rest. */
const restMs = 200;

/** Marks the lines of a live user's text that say something else than the user does now. */
export class ChangedLines implements vscode.Disposable {
  private readonly mark = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderStyle: 'solid',
    borderWidth: '0 0 0 3px',
    borderColor: new vscode.ThemeColor('editorGutter.modifiedBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.modifiedForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
  private readonly following = new Map<UserDocument, vscode.Disposable>();
  private readonly subscription: vscode.Disposable;
  private rest: NodeJS.Timeout | undefined;

  constructor(private readonly documents: UserDocuments) {
    this.subscription = vscode.Disposable.from(
      this.mark,
      vscode.window.onDidChangeVisibleTextEditors(() => this.follow()),
      documents.onDidChangeList(() => this.follow()),
      documents.onDidChange(({ document, change }) => {
        if (change === 'live') this.show(document);
        if (change === 'text') this.showSoon();
      }),
    );
    this.follow();
  }

  dispose(): void {
    clearTimeout(this.rest);
    this.subscription.dispose();
    for (const following of this.following.values()) following.dispose();
  }

  /** Keeps the live users of the texts in sight at hand, and no others. */
  private follow(): void {
    const shown = new Set(this.editors().flatMap(({ document }) => this.documents.of(document) ?? []));
    for (const [document, following] of this.following) {
      if (shown.has(document)) continue;
      following.dispose();
      this.following.delete(document);
    }
    for (const document of shown) {
      if (!this.following.has(document)) this.following.set(document, document.live.follow());
      this.show(document);
    }
  }

  /** Finding the lines takes a parser: VS Code moves the marks along until typing comes to a rest. */
  private showSoon(): void {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      for (const document of this.following.keys()) this.show(document);
    }, restMs);
  }

  private show(user: UserDocument): void {
    if (!this.following.has(user)) return;
    const ranges = changedRanges(user);
    for (const editor of this.editors())
      if (editor.document === user.document) editor.setDecorations(this.mark, ranges);
  }

  private editors(): vscode.TextEditor[] {
    return vscode.window.visibleTextEditors.filter(({ document }) => document.uri.scheme === liveScheme);
  }
}

function changedRanges({ document, text, live }: UserDocument): vscode.Range[] {
  const { current } = live;
  const { file } = text;
  const fields = 'fields' in current ? current.fields : undefined;
  if (!file || !fields) return [];
  const names = file.fields.filter(({ name, value }) => !isSameState(fields[name], value)).map(({ name }) => name);
  const root = names.length > 0 ? parseJsonTree(text.text).root : undefined;
  return names.flatMap((name) => {
    const property = root && propertiesNamed(root, name).at(-1);
    return property ? [rangeIn(document, { offset: property.offset, length: endOf(property) - property.offset })] : [];
  });
}
