import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { inOrder } from '../../../src/platform/inOrder';

/** Shared storage as VS Code has it: the window is told of each change later, with all that was kept then. */
class SharedMemento {
  private state: Readonly<Record<string, unknown>> = {};
  isBroken = false;

  keys(): readonly string[] {
    return Object.keys(this.state);
  }

  get(key: string): unknown {
    return this.state[key];
  }

  async update(key: string, value: unknown): Promise<void> {
    if (this.isBroken) throw new Error('disk full');
    this.state = { ...this.state, [key]: value };
    const written = this.state;
    await wait(5);
    this.state = written;
  }
}

describe('a memento whose changes are made in order', () => {
  it('never goes back to what it was, where one that is told of its changes late does', async () => {
    const goesBack = async (memento: Pick<SharedMemento, 'get' | 'update'>): Promise<boolean> => {
      const first = memento.update('facts', 1);
      await wait(2);
      const second = memento.update('profiles', ['Test']);
      await first;
      const isGone = memento.get('profiles') === undefined;
      await second;
      return isGone;
    };
    assert.equal(await goesBack(new SharedMemento()), true);
    assert.equal(await goesBack(inOrder(new SharedMemento() as never) as never), false);
  });

  it('has what is yet to be kept, the last of each key', async () => {
    const shared = new SharedMemento();
    const memento = inOrder(shared as never);
    const updates = [memento.update('a', 1), memento.update('a', 2), memento.update('b', undefined)];
    assert.deepEqual([memento.get('a'), memento.get('b', 'none'), shared.get('a')], [2, 'none', undefined]);
    await Promise.all(updates);
    assert.deepEqual([memento.get('a'), shared.get('a'), memento.keys()], [2, 2, ['a', 'b']]);
  });

  it('tells of a change that cannot be kept, has the old value again, and goes on', async () => {
    const shared = new SharedMemento();
    const memento = inOrder(shared as never);
    await memento.update('a', 1);
    shared.isBroken = true;
    await assert.rejects(async () => memento.update('a', 2), /disk full/);
    assert.equal(memento.get('a'), 1);
    shared.isBroken = false;
    await memento.update('a', 3);
    assert.equal(memento.get('a'), 3);
  });
});
