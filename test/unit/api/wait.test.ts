import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { Listeners } from '../../../src/api/listeners';
import { wait } from '../../../src/api/wait';

describe('a wait', () => {
  it('ends with its time, and leaves nothing behind', async () => {
    const { signal } = new AbortController();
    assert.equal(await wait(1, signal), true);
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
    assert.equal(await wait(1), true);
  });

  it('ends at once where somebody stops it, before or meanwhile', async () => {
    const stopped = new AbortController();
    const waiting = wait(3_600_000, stopped.signal);
    stopped.abort();
    assert.equal(await waiting, false);
    assert.equal(await wait(3_600_000, stopped.signal), false);
    assert.deepEqual(getEventListeners(stopped.signal, 'abort'), []);
  });
});

describe('listeners', () => {
  it('are told until they are disposed of, each as often as it was added', () => {
    const told: string[] = [];
    const listeners = new Listeners<string>();
    const tell = (value: string) => told.push(value);
    const [first, second] = [listeners.event(tell), listeners.event(tell)];
    listeners.fire('a');
    first.dispose();
    listeners.fire('b');
    second.dispose();
    listeners.fire('c');
    assert.deepEqual(told, ['a', 'a', 'b']);
  });

  it('are told whatever becomes of another one, and so is who fires', () => {
    const told: string[] = [];
    const listeners = new Listeners<string>();
    listeners.event(() => {
      throw new Error('broken');
    });
    listeners.event((value) => told.push(value));
    const { error } = console;
    console.error = (failure: unknown) => told.push(String(failure));
    try {
      listeners.fire('a');
    } finally {
      console.error = error;
    }
    assert.deepEqual(told, ['Error: broken', 'a']);
  });

  it('may go while they are told, and all go at once', () => {
    const told: string[] = [];
    const listeners = new Listeners<string>();
    const first = listeners.event((value) => {
      told.push(`first ${value}`);
      first.dispose();
      second.dispose();
    });
    const second = listeners.event((value) => told.push(`second ${value}`));
    listeners.fire('a');
    listeners.event((value) => told.push(`third ${value}`));
    listeners.dispose();
    listeners.fire('b');
    assert.deepEqual(told, ['first a', 'second a']);
  });
});
