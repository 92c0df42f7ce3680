import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { accounts } from '../../sandboxAccounts';
import { limits, openWindow, profileOf, sendOf, userFile, type HeadlessWindow } from './headless';

/** What happens to the environment while an action is under way, which stays with the one that it began with. */
const events: readonly (readonly [string, (window: HeadlessWindow, other: Sandbox) => Promise<void>])[] = [
  ['the window switches to another one', ({ profiles }) => profiles.switchTo('Second')],
  ['it is removed', ({ profiles }) => profiles.remove(profiles.find('First')!)],
  [
    'its name is given to another server',
    ({ profiles }, other) => profiles.save(profileOf(other, 'First'), other.token),
  ],
];

describe('the environment that an update began with', function () {
  this.timeout(20_000);
  let first: Sandbox;
  let second: Sandbox;

  before(async () => {
    [first, second] = [await startSandbox({ limits }), await startSandbox({ limits })];
  });
  after(async () => {
    await first.close();
    await second.close();
  });

  for (const [title, happens] of events) {
    it(`gets it or nothing does, at whichever step ${title}`, async () => {
      let step = 0;
      let turns = 0;
      let sent = 0;
      // Once an event comes after the last turn of an update, it has come at every one of them.
      do {
        step += 1;
        turns = 0;
        const turn = async () => {
          turns += 1;
          if (turns === step) await happens(window, second);
        };
        const window = openWindow({ turn });
        await window.profiles.save(profileOf(second, 'Second'), second.token);
        await window.profiles.save(profileOf(first, 'First'), first.token);
        const [before, others] = [first.requests.length, second.requests.length];
        let shown: string | undefined;
        const send = sendOf(window, userFile({ title: `${title} at ${step}` }), {
          confirms: async ({ environment }) => {
            await turn();
            shown = environment.profile.baseUrl;
            return true;
          },
        });
        const ended = await window.sends.send(send).catch(() => undefined);
        const own = first.requests.slice(before);
        assert.deepEqual(second.requests.slice(others), [], `nothing reaches the other one (step ${step})`);
        assert.ok(own.every(({ headers }) => headers['authorization'] === `Bearer ${first.token}`));
        if (ended?.outcome.outcome !== 'applied') continue;
        sent += 1;
        assert.equal(shown, first.baseUrl);
        assert.equal(first.user(accounts.hubspot, 'usr_ada')?.title, `${title} at ${step}`);
      } while (turns >= step);
      assert.ok(step > 10, `${step} steps`);
      assert.ok(sent > 0);
    });
  }
});
