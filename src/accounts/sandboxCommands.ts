import { hostname } from 'node:os';
import type { EnvironmentFacts, KnownFacts } from '../api/environmentFacts';
import type { Profile } from '../core/http/profile';
import { setContext, type CommandHandler } from '../platform/commands';
import type { ProfileStore } from '../platform/profileStore';
import { isRunning } from '../updates/nowHolds';

/** What the commands need of a running sandbox. */
export interface RunningSandbox {
  readonly baseUrl: string;
  readonly token: string;
  close(): Promise<void>;
}

const sandboxName = 'Local Sandbox';

/** Runs the local sandbox inside this window and signs it in as an environment of its own. */
export class SandboxSession {
  private running: Promise<RunningSandbox> | undefined;
  /** Its environment. */
  private saved: Profile | undefined;

  constructor(
    private readonly profiles: ProfileStore,
    private readonly facts: EnvironmentFacts,
    private readonly start: () => Promise<RunningSandbox>,
  ) {}

  commands() {
    return {
      startSandbox: () => this.startSandbox(),
      stopSandbox: () => this.stopSandbox(),
    } satisfies Record<string, CommandHandler>;
  }

  dispose(): void {
    void this.running?.then((sandbox) => sandbox.close());
  }

  private async startSandbox(): Promise<{ baseUrl: string; token: string }> {
    this.running ??= this.start().catch((error: unknown) => {
      // Another try is to find nothing of this one.
      this.running = undefined;
      throw error;
    });
    const { baseUrl, token } = await this.running;
    const isSaved = this.saved && this.profiles.find(this.saved.name)?.baseUrl === baseUrl;
    const profile = isSaved && this.saved ? this.saved : { name: this.freeName(), baseUrl };
    this.saved = profile;
    await this.profiles.save(profile, token);
    // Should this window end without a word, another sandbox may have the name.
    await this.facts.learn(profile, { servedBy: `${hostname()} ${process.pid}` }).catch(() => undefined);
    setContext('sandboxRunning', true);
    return { baseUrl, token };
  }

  private async stopSandbox(): Promise<void> {
    const [sandbox, saved] = [await this.running, this.saved];
    this.running = this.saved = undefined;
    await sandbox?.close();
    setContext('sandboxRunning', false);
    if (saved) await this.profiles.remove(saved);
  }

  /** The first name that no environment has, but for what a window that is gone has left. */
  private freeName(): string {
    for (let number = 1; ; number++) {
      const name = number === 1 ? sandboxName : `${sandboxName} ${number}`;
      const saved = this.profiles.find(name);
      if (!saved || isLeft(this.facts.of(saved))) return name;
    }
  }
}

/** Whether a window that is gone has served an environment, as after a crash. */
function isLeft({ servedBy = '' }: KnownFacts): boolean {
  const [host, pid] = servedBy.split(' ');
  return host === hostname() && !isRunning(Number(pid));
}
