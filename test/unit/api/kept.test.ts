import assert from 'node:assert/strict';
import { keep } from '../../../src/api/kept';
import { FakeMemento } from '../platform/sharedState';

/** As VS Code where another update of the same extension crosses this one: what it told before comes back. */
class CrossedMemento extends FakeMemento {
  updates = 0;

  constructor(private crossings: number) {
    super();
  }

  override update(key: string, value: unknown): Promise<void> {
    this.updates += 1;
    return this.crossings-- > 0 ? Promise.resolve() : super.update(key, value);
  }
}

describe('keeping a value for certain', () => {
  for (const [crossings, updates] of [
    [0, 1],
    [3, 4],
  ] as const) {
    it(`takes ${updates} updates where ${crossings} are forgotten`, async () => {
      const place = new CrossedMemento(crossings);
      await keep(place, 'list', [{ name: 'a' }]);
      assert.deepEqual([place.get('list'), place.updates], [[{ name: 'a' }], updates]);
    });
  }

  it('removes a value as certainly', async () => {
    const place = new CrossedMemento(0);
    await keep(place, 'list', 1);
    await keep(place, 'list', undefined);
    assert.equal(place.get('list'), undefined);
  });

  it('gives way to a value that is asked for later', async () => {
    const place = new CrossedMemento(2);
    await Promise.all([1, 2, 3].map((value) => keep(place, 'account', value)));
    assert.equal(place.get('account'), 3);
    assert.ok(place.updates <= 5);
  });

  it('fails where it cannot', async () => {
    await assert.rejects(keep(new CrossedMemento(100), 'list', 1), /“list” could not be kept/);
    const broken = new FakeMemento();
    broken.isBroken = true;
    await assert.rejects(keep(broken, 'list', 1), /nothing can be kept/);
  });
});
