import type { Kept } from '../../../src/api/kept';
import { Listeners } from '../../../src/api/listeners';
import type { Secrets } from '../../../src/platform/profileStore';

/** A memento in memory. One that windows share shows each of them what the others wrote, without a word. */
export class FakeMemento implements Kept {
  private readonly values = new Map<string, string>();
  /** Lets every update fail, as where a window has no storage. */
  isBroken = false;
  get(key: string): unknown {
    const text = this.values.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  update(key: string, value: unknown): Promise<void> {
    if (this.isBroken) return Promise.reject(new Error('nothing can be kept'));
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}

/** Secrets in memory: every window hears of every change. */
export class FakeSecrets implements Secrets {
  private readonly changed = new Listeners<{ readonly key: string }>();
  readonly stored = new Map<string, string>();
  readonly onDidChange = this.changed.event;
  isBroken = false;
  /** Changes that nobody was told of yet. */
  private untold: string[] | undefined;

  /** From now on changes are told when the result is called, long after they were made. */
  tellLater(): () => Promise<void> {
    this.untold = [];
    return async () => {
      for (const key of this.untold?.splice(0) ?? []) this.changed.fire({ key });
      // Those who heard of it look first.
      await new Promise(setImmediate);
    };
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.stored.get(key));
  }

  store(key: string, value: string): Promise<void> {
    return this.change(key, () => this.stored.set(key, value));
  }

  delete(key: string): Promise<void> {
    return this.change(key, () => this.stored.delete(key));
  }

  private change(key: string, run: () => unknown): Promise<void> {
    if (this.isBroken) return Promise.reject(new Error('no key ring'));
    run();
    if (this.untold) this.untold.push(key);
    else this.changed.fire({ key });
    return Promise.resolve();
  }
}
