import type * as vscode from 'vscode';
import { isLoopback } from '../core/http/baseUrl';
import { setContext, type CommandHandler } from '../platform/commands';
import type { ProfileStore } from '../platform/profileStore';
import { mayReplace } from './replaceEnvironment';

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

  /** Undefined when an environment of its name, which is no sandbox, is to stay. */
  private async startSandbox(): Promise<{ baseUrl: string; token: string } | undefined> {
    this.running ??= this.start().catch((error: unknown) => {
      // Another try is to find nothing of this one.
      this.running = undefined;
      throw error;
    });
    const { baseUrl, token } = await this.running;
    const profile = { name: sandboxProfileName, baseUrl };
    const saved = this.profiles.find(sandboxProfileName);
    if (saved && !isLoopback(new URL(saved.baseUrl).hostname) && !(await mayReplace(saved, profile))) {
      await this.stopSandbox();
      return undefined;
    }
    await this.profiles.save(profile, token);
    setContext('sandboxRunning', true);
    return { baseUrl, token };
  }

  private async stopSandbox(): Promise<void> {
    const sandbox = await this.running;
    this.running = undefined;
    await sandbox?.close();
    setContext('sandboxRunning', false);
    if (sandbox) await this.profiles.remove({ name: sandboxProfileName, baseUrl: sandbox.baseUrl });
  }
}
