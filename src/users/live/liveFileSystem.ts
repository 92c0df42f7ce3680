import * as vscode from 'vscode';
import type { LiveUserFiles } from './liveUserFiles';

/** Live users as a file system; what is behind it is loaded with the first of them. */
export class LiveFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  constructor(private readonly files: () => Promise<LiveUserFiles>) {}

  /** There are live users now. */
  follow({ onDidChangeFile }: LiveUserFiles): vscode.Disposable {
    return onDidChangeFile((changes) => this.changed.fire(changes));
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return (await this.files()).stat(uri);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.files()).readFile(uri);
  }

  async writeFile(uri: vscode.Uri, bytes: Uint8Array): Promise<void> {
    return (await this.files()).writeFile(uri, bytes);
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return (await this.files()).readDirectory(uri);
  }

  readonly createDirectory = refuse;
  readonly delete = refuse;
  readonly rename = refuse;

  dispose(): void {
    this.changed.dispose();
  }
}

function refuse(uri: vscode.Uri): never {
  throw vscode.FileSystemError.NoPermissions(
    vscode.l10n.t('{0} is a user in Truto: it can be edited here, not moved or deleted.', uri.path),
  );
}
