import assert from 'node:assert/strict';
import { warnOfExpiry } from '../../../src/accounts/tokenExpiry';
import { EnvironmentFacts } from '../../../src/api/environmentFacts';
import { environmentsOf } from '../../sandboxEnvironments';
import { FakeMemento } from '../platform/sharedState';
import { said } from '../vscode';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 4, 10, 12);

describe('a token that expires', () => {
  const profile = { name: '[Acme](command:x)', baseUrl: 'http://127.0.0.1:1' };
  let facts: EnvironmentFacts;
  let memento: FakeMemento;
  const warn = (at = now) => warnOfExpiry(environmentsOf('t', () => profile, facts).open(), facts, at);
  const words = () => said.map(({ message }) => message);

  beforeEach(() => {
    memento = new FakeMemento();
    facts = new EnvironmentFacts(memento);
    said.length = 0;
  });

  for (const [when, in_, words_] of [
    ['a week ahead', 7 * day, /expires in 7 days/],
    ['tomorrow', 2 * hour, /expires within a day/],
    ['already', -hour, /expired on/],
  ] as const)
    it(`is told ${when}, once a day, with the way to replace it`, async () => {
      await facts.learn(profile, { expiresAt: now + in_ });
      await warn();
      await warn(now + 19 * hour);
      assert.equal(said.length, 1);
      assert.match(said[0]?.message ?? '', words_);
      assert.deepEqual(said[0]?.choices, ['Replace API Token...']);
      assert.ok(!/\]\(/.test(words().join()), 'a name is no link');
      await warn(now + 21 * hour);
      assert.equal(said.length, 2);
    });

  it('is not told earlier, nor where it never expires', async () => {
    await facts.learn(profile, { expiresAt: now + 8 * day });
    await warn();
    await facts.learn(profile, { expiresAt: undefined });
    await warn();
    assert.deepEqual(words(), []);
  });

  it('is not told again and again where nothing can be kept', async () => {
    await facts.learn(profile, { expiresAt: now + day });
    memento.isBroken = true;
    await warn();
    assert.deepEqual(words(), []);
  });
});
