import assert from 'node:assert/strict';
import fc, { type Scheduler } from 'fast-check';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { bodyJson } from '../../../src/core/update/userFile';
import type { Prepared } from '../../../src/updates/prepared';
import { fileOf, limits, openWindow, profileOf, sendOf, userFile } from './headless';
import { amount } from '../../host/long';

/** A document as a person meets it: a name that may change, and a text that was saved or is only in the editor. */
interface EditedDocument {
  name: string;
  readonly userId: string;
  text: string;
  saved: string;
  /** Of the send under way, if any. */
  cancel: AbortController;
}

const action = fc.oneof(
  fc.record({ kind: fc.constant('switch' as const), to: fc.constantFrom('First', 'Second') }),
  fc.record({
    kind: fc.constantFrom('edit' as const, 'rename' as const, 'cancel' as const, 'close' as const),
    document: fc.nat(1),
  }),
  // More often than the rest.
  ...[1, 2].map(() =>
    fc.record({ kind: fc.constant('send' as const), document: fc.nat(1), yes: fc.boolean(), isPress: fc.boolean() }),
  ),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** What a PATCH is, wherever it was recorded. */
const patchOf = ({ environment, accountId, userId, fields }: Prepared) =>
  JSON.stringify([environment.profile.baseUrl, accountId, userId, bodyJson(fields)]);

describe('whatever happens while documents are sent', function () {
  this.timeout(120_000);
  let sandboxes: Sandbox[];
  let count = 0;

  before(async () => {
    sandboxes = [await startSandbox({ limits }), await startSandbox({ limits })];
  });
  after(async () => {
    for (const sandbox of sandboxes) await sandbox.close();
  });

  const sentPatches = (from: readonly number[]) =>
    sandboxes.flatMap(({ baseUrl, requests }, index) =>
      requests
        .slice(from[index])
        .filter(({ method }) => method === 'PATCH')
        .map(({ path, query, bodyText }) =>
          JSON.stringify([baseUrl, query['integrated_account_id'], path.split('/').at(-1), bodyText]),
        ),
    );

  /** Plays the actions in an order of the scheduler's choosing, between any two turns of each other. */
  async function play(actions: readonly Action[], scheduler: Scheduler): Promise<Prepared[]> {
    const window = openWindow({ turn: () => scheduler.schedule(Promise.resolve()) });
    const [first, second] = sandboxes as [Sandbox, Sandbox];
    await window.profiles.save(profileOf(first, 'First'), first.token);
    await window.profiles.save(profileOf(second, 'Second'), second.token);
    const newText = (userId: string) => userFile({ title: `title ${++count}` }, userId);
    const documents = ['usr_ada', 'usr_grace'].map((userId, index): EditedDocument => {
      const text = newText(userId);
      return { name: `file:///${index}.json`, userId, text, saved: text, cancel: new AbortController() };
    });
    const confirmed: Prepared[] = [];

    async function send(document: EditedDocument, { yes, isPress }: Extract<Action, { kind: 'send' }>) {
      document.cancel = new AbortController();
      const { signal } = document.cancel;
      const started = sendOf(window, document.text, {
        document: document.name,
        isPress,
        isKey: isPress,
        readText: async () => {
          await scheduler.schedule(Promise.resolve());
          return document.text;
        },
        readFile: async () => {
          await scheduler.schedule(Promise.resolve());
          return { text: document.text, file: fileOf(document.text) };
        },
        preparing: (prepare) => prepare(signal),
        confirms: async (prepared) => {
          // The question is on the screen: what it shows is what was prepared.
          if (yes) confirmed.push(prepared);
          await scheduler.schedule(Promise.resolve());
          return yes;
        },
        observer: () => ({ sending: (run) => run({ signal }), looking: (look) => look(signal) }),
      });
      await window.sends.send(started).catch(() => undefined);
    }

    async function act(taken: Action): Promise<void> {
      if (taken.kind === 'switch') return window.profiles.switchTo(taken.to);
      const document = documents[taken.document]!;
      switch (taken.kind) {
        case 'edit':
          document.text = newText(document.userId);
          return;
        case 'rename':
          document.name = `file:///renamed-${++count}.json`;
          return;
        case 'cancel':
          document.cancel.abort();
          return;
        case 'close':
          document.text = document.saved;
          return;
        case 'send':
          return send(document, taken);
      }
    }

    await scheduler.waitFor(
      Promise.all(actions.map((taken) => scheduler.schedule(Promise.resolve(taken), taken.kind).then(act))),
    );
    return confirmed;
  }

  const runs = amount(70, 200);
  it('sends to nowhere but the target that its confirmation showed', async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(action, { minLength: 3, maxLength: 12 }),
        fc.scheduler(),
        async (actions, scheduler) => {
          const from = sandboxes.map(({ requests }) => requests.length);
          const allowed = (await play(actions, scheduler)).map(patchOf);
          const patches = sentPatches(from);
          sent += patches.length;
          for (const patch of patches) {
            const at = allowed.indexOf(patch);
            assert.ok(at >= 0, `${patch} was confirmed, once for each time it was sent: ${allowed.join('\n')}`);
            allowed.splice(at, 1);
          }
        },
      ),
      { numRuns: runs },
    );
    assert.ok(sent > runs / 2, `${sent} updates were sent`);
  });
});
