import * as vscode from 'vscode';
import { setContext, type CommandHandler } from '../platform/commands';
import type { ProfileStore } from '../platform/profileStore';

/** What the commands need of a running sandbox. */
export interface RunningSandbox {
  readonly baseUrl: string;
  readonly token: string;
  close(): Promise<void>;
}

const sandboxProfileName = 'Local Sandbox';

/** Runs the local sandbox inside this window and signs it in as an environment of its own. */
export class SandboxSession implements vscode.Disposable {
  private running: Promise<RunningSandbox> | undefined;

  constructor(
    private readonly profiles: ProfileStore,
    private readonly start: () => Promise<RunningSandbox>,
  ) {}

  commands(): Record<string, CommandHandler> {
    return {
      startSandbox: () => this.startSandbox(),
      stopSandbox: () => this.stopSandbox(),
    };
  }

  dispose(): void {
    void this.running?.then((sandbox) => sandbox.close());
  }

  private async startSandbox(): Promise<{ baseUrl: string; token: string }> {
    this.running ??= this.start();
    const { baseUrl, token } = await this.running;
    await this.profiles.save({ name: sandboxProfileName, baseUrl }, token);
    setContext('sandboxRunning', true);
    return { baseUrl, token };
  }

  private async stopSandbox(): Promise<void> {
    const sandbox = await this.running;
    this.running = undefined;
    await sandbox?.close();
    setContext('sandboxRunning', false);
    await this.profiles.remove(sandboxProfileName);
  }
}
