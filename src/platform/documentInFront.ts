import * as vscode from 'vscode';
import { uriArgument } from './commandArguments';
import { editableSide, isInSight, urisOf } from './editorInputs';

/** What a person edits a document in. */
type EditorKind = 'form' | 'text';

/**
 * The one place that tells which document a person means: the last one that they turned to, in whichever window. VS Code
 * itself does not say: `tabGroups.activeTabGroup` stays on the main window while a floating one has the focus, and a
 * webview that gets the focus there is no active panel. So text editors are followed by their events, and forms tell
 * themselves.
 */
export class DocumentInFront implements vscode.Disposable {
  /** What the person turned to last; undefined when that holds no document. */
  private latest: vscode.Uri | undefined;
  /** The same of each kind of editor. */
  private readonly latestOf: Partial<Record<EditorKind, vscode.Uri>> = {};
  private activeTab = '';
  private told: string | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  /** Fires when another document is in front, or none. */
  readonly onDidChange = this.changed.event;

  constructor() {
    const { window } = vscode;
    const tabsChanged = () => this.tabsChanged();
    this.subscription = vscode.Disposable.from(
      window.onDidChangeActiveTextEditor((editor) => this.textUsed(editor)),
      // Tells of an editor that was the active text editor all the time, while a form elsewhere had the focus.
      window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
        if (kind !== undefined && kind !== vscode.TextEditorSelectionChangeKind.Command) this.textUsed(textEditor);
      }),
      window.tabGroups.onDidChangeTabs(tabsChanged),
      window.tabGroups.onDidChangeTabGroups(tabsChanged),
    );
    this.tabsChanged();
    this.textUsed(window.activeTextEditor);
  }

  /** The document in front; of a diff, the side that can be edited. */
  uri(): vscode.Uri | undefined {
    const uri = this.latest && isInSight(this.latest) ? this.latest : activeTabUri();
    return uri && editableSide(uri);
  }

  /**
   * The document that a command is about: a menu or a caller names it, a key binding says `form` or `text`, the kind of editor
   * it was pressed in, and the palette nothing. Of a diff, the side that can be edited. Throws an error in words for what
   * names no document.
   */
  meantBy(argument: unknown): vscode.Uri | undefined {
    const isKind = argument === 'form' || argument === 'text';
    const named = isKind ? undefined : uriArgument(argument);
    if (named) return editableSide(named);
    const latest = isKind ? this.latestOf[argument] : undefined;
    return latest && isInSight(latest) ? editableSide(latest) : this.uri();
  }

  /** A form says that it has the focus. */
  formUsed(uri: vscode.Uri): void {
    this.latestOf.form = uri;
    this.use(uri);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  /** Inputs of output channels, peek views and the like hold no document of an editor: they leave what is in front there. */
  private textUsed(editor: vscode.TextEditor | undefined): void {
    if (!editor || !isInSight(editor.document.uri)) return;
    this.latestOf.text = editor.document.uri;
    this.use(editor.document.uri);
  }

  /** Tabs tell of much. Only another active tab means that the person turned to it. */
  private tabsChanged(): void {
    const { activeTab, viewColumn } = vscode.window.tabGroups.activeTabGroup;
    const tab = JSON.stringify([viewColumn, activeTab?.label, activeTabUri()]);
    if (tab === this.activeTab) this.tell();
    else {
      this.activeTab = tab;
      this.use(activeTabUri());
    }
  }

  private use(uri: vscode.Uri | undefined): void {
    this.latest = uri;
    this.tell();
  }

  private tell(): void {
    const uri = this.uri()?.toString();
    if (uri === this.told) return;
    this.told = uri;
    this.changed.fire();
  }
}

const activeTabUri = (): vscode.Uri | undefined => urisOf(vscode.window.tabGroups.activeTabGroup.activeTab).at(-1);
