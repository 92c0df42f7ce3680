import assert from 'node:assert/strict';
import { KeptNodes } from '../../../src/webview/keptNodes';

describe('the elements of a long list', () => {
  interface Item {
    readonly key: number;
    readonly value: object;
  }
  /** A list as it is rendered, and how many elements were made the last time. */
  const render = (kept: KeptNodes<object>, items: readonly Item[]) => {
    let made = 0;
    const nodes = items.map(({ key, value }, index) =>
      kept.of(key, [index, value, index === items.length - 1], () => {
        made++;
        return { key };
      }),
    );
    kept.end();
    return { nodes, made };
  };
  const items = Array.from({ length: 2000 }, (_, key): Item => ({ key, value: {} }));
  const rendered = () => {
    const kept = new KeptNodes<object>();
    return { kept, ...render(kept, items) };
  };

  it('are the same ones while they say the same', () => {
    const { kept, nodes, made } = rendered();
    assert.equal(made, 2000);
    assert.deepEqual(render(kept, items), { nodes, made: 0 });
  });

  it('are made anew for what changed: an item, two of them as one comes at the end, those behind one that goes', () => {
    const { kept } = rendered();
    assert.equal(render(kept, items.with(7, { key: 7, value: {} })).made, 1);
    assert.equal(render(kept, items).made, 1);
    assert.equal(render(kept, [...items, { key: 2000, value: {} }]).made, 2);
    assert.equal(render(kept, items).made, 1);
    assert.equal(render(kept, items.toSpliced(1990, 1)).made, 9);
  });

  it('are forgotten when they are gone', () => {
    const { kept } = rendered();
    render(kept, items.slice(0, -1));
    assert.equal(render(kept, items).made, 2);
  });
});
