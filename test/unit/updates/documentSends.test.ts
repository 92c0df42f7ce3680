import assert from 'node:assert/strict';
import fc from 'fast-check';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { UpdateRefused, type SendRefusal } from '../../../src/updates/documentSends';
import type { Prepared } from '../../../src/updates/prepared';
import { unobserved, type UpdateObserver } from '../../../src/updates/updateObserver';
import { accounts } from '../../sandboxAccounts';
import {
  fileOf,
  limits,
  openWindow,
  profileOf,
  requestOf,
  sendOf,
  userFile,
  type HeadlessOptions,
  type HeadlessWindow,
} from './headless';

/** A promise that somebody else settles. */
function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

describe('sending a document', function () {
  this.timeout(20_000);
  let sandbox: Sandbox;
  let count = 0;
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');

  before(async () => {
    sandbox = await startSandbox({ limits });
  });
  after(() => sandbox.close());

  async function open(options: HeadlessOptions = {}): Promise<HeadlessWindow> {
    const window = openWindow(options);
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
    return window;
  }
  const newFile = () => userFile({ title: `title ${++count}` });
  const refusal = async (sending: Promise<unknown>): Promise<SendRefusal> => {
    const error: unknown = await sending.then(
      () => assert.fail('is refused'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof UpdateRefused, String(error));
    return error.refusal;
  };

  it('asks once and sends once, whenever within 60 ms it is pressed again and again', async () => {
    const press = fc.record({ turn: fc.nat(16), ms: fc.integer({ min: 0, max: 60 }) });
    await fc.assert(
      fc.asyncProperty(press, press, async (second, third) => {
        let [turns, clock, questions] = [0, 0, 0];
        const later: Promise<unknown>[] = [];
        const pressAgain = ({ ms }: typeof second) => {
          clock = ms;
          later.push(window.sends.send(send));
        };
        const window = await open({
          now: () => clock,
          turn: () => {
            for (const again of [second, third]) if (again.turn === turns) pressAgain(again);
            turns += 1;
          },
        });
        const send = sendOf(window, newFile(), {
          confirms: () => {
            questions += 1;
            return Promise.resolve(true);
          },
        });
        const before = patches().length;
        const ended = await window.sends.send(send);
        for (const again of [second, third]) if (again.turn >= turns) pressAgain(again);
        assert.deepEqual(await Promise.all(later), [undefined, undefined]);
        assert.equal(ended?.outcome.outcome, 'applied');
        assert.deepEqual([questions, patches().length - before], [1, 1]);
      }),
      { numRuns: 50 },
    );
  });

  it('is one send while a key is held, however long, and another one when it is pressed anew', async () => {
    let clock = 0;
    const window = await open({ now: () => clock });
    // Whatever is sent is refused, so that there is always something to send.
    const press = () => window.sends.send(sendOf(window, userFile({ username: 'grace' })));
    const before = patches().length;
    const held = [press()];
    for (clock = 600; clock < 3_000; clock += 30) held.push(press());
    assert.equal((await held[0])?.outcome.outcome, 'refused');
    for (; clock < 6_000; clock += 30) held.push(press());
    await Promise.all(held);
    assert.equal(patches().length - before, 1);
    clock += 2_000;
    await press();
    assert.equal(patches().length - before, 2);
  });

  it('may be pressed again at once by who has answered what to do about the changes of others', async () => {
    let clock = 0;
    const [window, other] = [await open({ now: () => clock }), await open()];
    await window.sends.send(sendOf(window, newFile()));
    await other.sends.send(sendOf(other, newFile()));
    let questions = 0;
    const send = sendOf(window, newFile(), {
      overwrites: () => {
        questions += 1;
        return Promise.resolve(questions > 1);
      },
    });
    clock += 10_000;
    assert.equal(await window.sends.send(send), undefined);
    clock += 300;
    assert.equal((await window.sends.send(send))?.outcome.outcome, 'applied');
    assert.equal(questions, 2);
  });

  describe('whose question is open for long', () => {
    const looks = () => sandbox.requests.filter(({ method, path }) => method === 'GET' && /usr_ada$/.test(path)).length;
    /** Sends a file; `meanwhile` happens while the first question is open for so many ms. */
    async function ask(ms: number, meanwhile: (other: HeadlessWindow) => Promise<unknown> = () => Promise.resolve()) {
      let clock = 0;
      const [window, other] = [await open({ now: () => clock }), await open()];
      await window.sends.send(sendOf(window, newFile()));
      clock += 100_000;
      const questions: unknown[] = [];
      const send = sendOf(window, newFile(), {
        overwrites: ({ drifts }) => {
          questions.push(drifts.map(({ field }) => field.name));
          return Promise.resolve(true);
        },
        confirms: async ({ live }) => {
          questions.push(live?.['title']);
          if (questions.length > 1) return true;
          clock += ms;
          await meanwhile(other);
          return true;
        },
      });
      const [before, sent] = [looks(), patches().length];
      const ended = await window.sends.send(send);
      assert.equal(ended?.outcome.outcome, 'applied');
      return { questions, looks: looks() - before, sent: patches().length - sent };
    }
    const usual = { looks: 2, sent: 1 };

    it('is sent as it was agreed to where nothing has changed, which a look shows', async () => {
      const { questions, ...requests } = await ask(600_000);
      assert.deepEqual([questions.length, requests], [1, { ...usual, looks: 3 }]);
      assert.deepEqual((await ask(100)).looks, usual.looks);
    });

    it('is asked about again where somebody else has changed what it overwrites', async () => {
      let theirs = '';
      const { questions } = await ask(600_000, async (other) => {
        const text = newFile();
        theirs = (JSON.parse(text) as { title: string }).title;
        await other.sends.send(sendOf(other, text));
      });
      assert.deepEqual(questions.slice(1), [['title'], theirs]);
    });

    it('is not asked about again where somebody else has changed something else', async () => {
      const { questions } = await ask(600_000, (other) =>
        other.sends.send(sendOf(other, userFile({ timezone: `Europe/Oslo ${++count}` }))),
      );
      assert.equal(questions.length, 1);
    });
  });

  it('ignores a press while the question is asked, and a caller joins what is under way', async () => {
    const window = await open();
    const text = newFile();
    const [asked, answer] = [deferred<undefined>(), deferred<boolean>()];
    let questions = 0;
    const send = sendOf(window, text, {
      confirms: () => {
        questions += 1;
        asked.resolve(undefined);
        return answer.promise;
      },
    });
    const pressed = window.sends.send(send);
    await asked.promise;
    assert.equal(await window.sends.send(send), undefined);
    const joined = window.sends.send({ ...send, isPress: false, isKey: false });
    const other = window.sends.send(sendOf(window, newFile(), { isPress: false }));
    assert.deepEqual(await refusal(other), { code: 'documentUnderWay' });
    answer.resolve(true);
    const ended = await pressed;
    assert.equal(ended?.outcome.outcome, 'applied');
    assert.equal(await joined, ended);
    assert.equal(questions, 1);
  });

  it('takes a press for another one where the clock was set back since', async () => {
    let at = 10_000;
    const window = await open({ now: () => at });
    const press = () => window.sends.send(sendOf(window, newFile()));
    assert.equal((await press())?.outcome.outcome, 'applied');
    at = 0;
    assert.equal((await press())?.outcome.outcome, 'applied');
    at = 500;
    assert.equal(await press(), undefined);
  });

  it('refuses a second document of the same user until the first one has ended', async () => {
    const window = await open();
    const [asked, answer] = [deferred<undefined>(), deferred<boolean>()];
    const first = window.sends.send(
      sendOf(window, newFile(), {
        confirms: () => {
          asked.resolve(undefined);
          return answer.promise;
        },
      }),
    );
    await asked.promise;
    const second = sendOf(window, newFile(), { document: 'file:///other.json' });
    assert.equal((await refusal(window.sends.send({ ...second, isPress: false, isKey: false }))).code, 'userUnderWay');
    const grace = sendOf(window, userFile({ title: `title ${++count}` }, 'usr_grace'), { document: 'file:///g.json' });
    assert.equal((await window.sends.send(grace))?.outcome.outcome, 'applied');
    answer.resolve(false);
    assert.equal(await first, undefined);
    assert.equal((await window.sends.send({ ...second, isPress: false, isKey: false }))?.outcome.outcome, 'applied');
  });

  it('can be tried again after any step has failed', async () => {
    const window = await open();
    const send = sendOf(window, newFile(), { isPress: false });
    const fails = () => Promise.reject(new Error('broken'));
    for (const step of ['readFile', 'request', 'preparing', 'confirms'] as const)
      await assert.rejects(window.sends.send({ ...send, [step]: fails }), /broken/);
    assert.equal((await window.sends.send(send))?.outcome.outcome, 'applied');
  });

  it('ends with what stands in the way, as data', async () => {
    const window = await open();
    const obstructed = sendOf(window, userFile({ title: 'x' }, 'usr_ada', accounts.sandbox), { isPress: false });
    const found = await refusal(window.sends.send(obstructed));
    assert.ok(found.code === 'obstructed' && found.obstructed.obstacle === 'sandboxAccount');
    const same = sendOf(window, userFile({ name: 'Ada Lovelace' }), { isPress: false });
    assert.equal((await refusal(window.sends.send(same))).code, 'nothingToSend');
  });

  it('says so in what it throws, for logs', async () => {
    const window = await open();
    const same = sendOf(window, userFile({ name: 'Ada Lovelace' }), { isPress: false });
    await assert.rejects(window.sends.send(same), { name: 'UpdateRefused', message: 'Not sent: nothingToSend' });
  });

  it('ends where a question is dismissed, and can be sent again', async () => {
    const window = await open();
    const send = sendOf(window, newFile(), { isPress: false });
    assert.equal(await window.sends.send({ ...send, request: () => Promise.resolve(undefined) }), undefined);
    assert.equal((await window.sends.send(send))?.outcome.outcome, 'applied');
  });

  it('goes under the key of its open attempt, or under a new one where the person wants that', async () => {
    const window = await open();
    const text = newFile();
    const send = async (answer: true | 'underNewKey') => {
      sandbox.inject({ kind: 'status', status: 500, match: { method: 'PATCH' }, times: 3 });
      const confirms = () => Promise.resolve(answer);
      return (await window.sends.send(sendOf(window, text, { isPress: false, confirms })))?.outcome.idempotencyKey;
    };
    const first = await send(true);
    assert.equal(await send(true), first);
    assert.notEqual(await send('underNewKey'), first);
  });

  it('is refused while another window sends to the user', async () => {
    const one = await open();
    const other = await open({ storage: one.storage });
    const [sending, goesOn] = [deferred<undefined>(), deferred<undefined>()];
    const observer: UpdateObserver = {
      ...unobserved,
      sending: async (send) => {
        sending.resolve(undefined);
        await goesOn.promise;
        return send({});
      },
    };
    const first = one.sends.send(sendOf(one, newFile(), { observer: () => observer }));
    await sending.promise;
    const second = other.sends.send(sendOf(other, newFile(), { isPress: false }));
    assert.deepEqual(await refusal(second), { code: 'userUnderWay', userName: 'Ada Lovelace' });
    goesOn.resolve(undefined);
    assert.equal((await first)?.outcome.outcome, 'applied');
  });

  it('fails where nothing can be known of earlier attempts', async () => {
    const window = await open();
    const prepared = sendOf(window, newFile(), { isPress: false });
    const broken = new Error('the disk is gone');
    const failing = await open({
      attempts: {
        acquire: () => Promise.reject(broken),
        read: () => Promise.resolve(undefined),
        write: () => Promise.resolve(true),
      },
    });
    await assert.rejects(failing.sends.send(prepared), broken);
    const updates = failing.updates;
    await assert.rejects(updates.run(await readyIn(window)), broken);
  });

  /** An update that is ready to be sent. */
  async function readyIn(window: HeadlessWindow): Promise<Prepared> {
    const found = await window.updates.prepare(requestOf(window, fileOf(newFile())));
    assert.ok(found.obstacle === undefined);
    return found;
  }
});
