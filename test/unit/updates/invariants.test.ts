import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Environments } from '../../../src/api/environments';
import type { Environment } from '../../../src/api/environment';
import type { AttemptHold, AttemptStore } from '../../../src/updates/attempts';
import { Attempts, UpdateUnderWayError } from '../../../src/updates/attempts';
import { EditBases } from '../../../src/updates/editBases';
import type { Outcome } from '../../../src/updates/outcome';
import { Seals } from '../../../src/updates/seals';
import { Updates } from '../../../src/updates/updates';
import { amount } from '../../host/long';
import { temporaryFolder } from '../../host/temporaryFolder';
import { accounts } from '../../sandboxAccounts';
import { fileOf, userFile } from './headless';
import { ServerModel, type Fate, type KeyRule, type ServerState } from './serverModel';

/** One step of a history. Each send is by a window of its own, as after a restart. */
type Step =
  | { readonly kind: 'send'; readonly title: 'A' | 'B'; readonly fate: Fate; readonly crosses?: Fate }
  | { readonly kind: 'other' }
  | { readonly kind: 'clock'; readonly ms: number };

/** So long a key is used again. */
const dayMs = 24 * 3_600_000;
/** Longer than that. */
const clockMs = 30 * 3_600_000;

const fates: readonly Fate[] = [
  'answered',
  'lostBefore',
  'lostAfter',
  'lateRead',
  'lostAndLate',
  'lostAndLater',
  'broken',
  'brokenBefore',
  'brokenAndLater',
  'failed',
  'refused',
  'retryRefused',
  'lostThenRefused',
  'refusedThenLate',
  'inUseThenLate',
  'redirected',
  'page',
  'crashBefore',
  'crashAfter',
];
const steps: readonly Step[] = [
  ...(['A', 'B'] as const).flatMap((title) => fates.map((fate): Step => ({ kind: 'send', title, fate }))),
  // While the person is asked about A, another window sends B.
  ...(['answered', 'lostAfter', 'lostBefore'] as const).map(
    (crosses): Step => ({ kind: 'send', title: 'A', fate: 'answered', crosses }),
  ),
  { kind: 'other' },
  { kind: 'clock', ms: clockMs },
  { kind: 'clock', ms: -clockMs },
];

/** What all windows keep together. A window that crashes lets go of what it held. */
class KeptInMemory implements AttemptStore {
  texts = new Map<string, string>();
  readonly held = new Set<string>();

  acquire(name: string): Promise<AttemptHold | undefined> {
    if (this.held.has(name)) return Promise.resolve(undefined);
    this.held.add(name);
    return Promise.resolve({
      isKept: true,
      isHeld: () => Promise.resolve(this.held.has(name)),
      release: () => Promise.resolve(void this.held.delete(name)),
    });
  }

  read(name: string): Promise<string | undefined> {
    return Promise.resolve(this.texts.get(name));
  }

  write(name: string, text: string | undefined): Promise<boolean> {
    if (text === undefined) this.texts.delete(name);
    else this.texts.set(name, text);
    return Promise.resolve(true);
  }
}

/** An update of which nobody knows whether it was applied. */
interface Doubt {
  readonly title: string;
  /** What a read had shown before it was sent. */
  readonly before: string;
  readonly at: number;
}

/** All that a step can depend on, and what the invariants speak of. */
interface World {
  readonly server: ServerState;
  readonly texts: ReadonlyMap<string, string>;
  readonly now: number;
  /** Which title each key went out with. */
  readonly titles: ReadonlyMap<string, string>;
  /** Keys that must not go out again. */
  readonly ended: ReadonlySet<string>;
  /** By key, the oldest first. */
  readonly doubts: ReadonlyMap<string, Doubt>;
  /** The title that was last said to be there, until somebody else writes. */
  readonly said: string | undefined;
}

const begin: World = {
  server: { title: '0', shown: '0', responses: [] },
  texts: new Map(),
  now: 0,
  titles: new Map(),
  ended: new Set(),
  doubts: new Map(),
  said: undefined,
};

/** What a read leaves of doubts: what it shows has been applied, and all before that are over; else what was there before must be. */
function doubtsAfter(doubts: ReadonlyMap<string, Doubt>, shown: string | undefined): Map<string, Doubt> {
  const all = [...doubts];
  const arrived = all.findLastIndex(([, { title }]) => title === shown);
  return new Map(all.slice(arrived + 1).filter(([, { before }]) => shown === undefined || before === shown));
}

/**
 * Two worlds with the same text behave alike in so many further steps: keys have other names, what no window keeps can never
 * go out again, and an attempt that no clock can bring near by then is just far.
 */
function textOf({ server, texts, now, ended, doubts, said, titles }: World, left: number): string {
  const kept = [...texts.values()].join();
  const isKept = (key: string) => kept.includes(key);
  const age = (ms: number) => (Math.abs(ms) > left * clockMs ? 'far' : ms);
  const ages = kept.replace(/"firstUsed":(-?\d+)/g, (_, at: string) => `"age":${age(now - Number(at))}`);
  const { title, shown, isHeld, responses } = server;
  const keys = [
    [...doubts].map(([key, { at, ...doubt }]) => ({ key, age: age(now - at), ...doubt })),
    responses.filter(([key]) => isKept(key)),
    [...ended].filter(isKept).sort(),
    [...titles].filter(([key]) => isKept(key)),
  ];
  const names = new Map<string, number>();
  return JSON.stringify([ages, title, shown, isHeld, said, keys]).replace(/[\da-f]{8}-[\da-f-]{27}/g, (key) => {
    if (!names.has(key)) names.set(key, names.size);
    return `key ${names.get(key)}`;
  });
}

describe('the invariants of updates', () => {
  let seals: Seals;
  before(() => {
    seals = new Seals(temporaryFolder('truto-users').path);
  });

  const isSaid = ({ outcome, verdict }: Outcome) =>
    verdict === 'updated' || verdict === 'storedAs' || (outcome === 'applied' && !verdict);

  function environmentOf(server: ServerModel): Environment {
    const profile = { name: 'Test', baseUrl: 'http://127.0.0.1:1' };
    return new Environments({
      active: () => profile,
      lost: () => undefined,
      isTrusted: () => true,
      token: () => Promise.resolve('token'),
      fetch: server.fetch,
      timeoutSeconds: () => 5,
      onRequest: () => undefined,
      clock: { now: Date.now, random: () => 0 },
      pacer: () => Promise.resolve({ take: () => Promise.resolve(0), done: () => undefined }),
    }).open();
  }

  /** Runs one step on the real code, and checks what can be seen of it. */
  async function play(world: World, step: Step, keys: KeyRule): Promise<World> {
    if (step.kind === 'clock') return { ...world, now: world.now + step.ms };
    if (step.kind === 'other')
      return { ...world, said: undefined, server: { ...world.server, title: 'X', shown: 'X' } };
    const server = new ServerModel(keys);
    server.state = world.server;
    const store = new KeptInMemory();
    store.texts = new Map(world.texts);
    const environment = environmentOf(server);
    // Nothing is kept of edits: only attempts count here.
    const window = () =>
      new Updates(new Attempts(store, seals), new EditBases('/dev/null/nowhere'), {
        now: () => world.now,
        readBackWaits: [],
      });
    const titles = new Map(world.titles);
    const ended = new Set(world.ended);
    let doubts: ReadonlyMap<string, Doubt> = world.doubts;
    let { said } = world;

    const run = async (title: string, fate: Fate, meanwhile?: () => Promise<void>): Promise<void> => {
      const updates = window();
      const request = {
        environment,
        accountId: accounts.hubspot,
        userId: 'usr_ada',
        source: 'file',
        who: 'editor',
        file: fileOf(userFile({ title })),
        query: {},
        readQuery: {},
        body: 'changed',
        purpose: 'send',
        requiredFields: () => Promise.resolve([]),
      } as const;
      server.begin('answered');
      const before = server.state.shown;
      doubts = doubtsAfter(doubts, before);
      const prepared = await updates.prepare(request);
      assert.ok(prepared.obstacle === undefined);
      if (prepared.fields.length === 0) return;
      await meanwhile?.();
      server.begin(fate);
      // Nobody else can send to this user meanwhile.
      server.meanwhile = () => assert.rejects(window().run(prepared), UpdateUnderWayError);
      const ending = updates.run(prepared);
      const outcome = await Promise.race([ending, server.crashed.then(() => undefined)]);
      if (!outcome) store.held.clear();
      const { received, reads } = server;
      for (const { key, title: sent } of received) {
        assert.equal(titles.get(key) ?? sent, sent, 'I2: a key goes out with one body');
        assert.ok(!ended.has(key), 'I2: an ended key never goes out again');
        titles.set(key, sent);
      }
      // Whatever came in between: nobody has ended it, and a read still shows what was there before.
      const same = [...doubts].filter(([, doubt]) => doubt.title === title && Math.abs(world.now - doubt.at) < dayMs);
      for (const { key } of received)
        assert.ok(same.length === 0 || same.some(([known]) => known === key), 'I3: in doubt it has the same key');
      const applications = received.filter(({ isApplied }) => isApplied);
      if (keys === 'honoured' || keys === 'storesFailures')
        assert.ok(applications.length <= 1, 'I3: one confirmation, one application');
      if (applications.length > 0) said = undefined;
      if (outcome) {
        if (isSaid(outcome)) {
          assert.equal(reads.at(-1), title, 'I1: it is said only when a read showed it');
          said = title;
        }
        const isSettled =
          outcome.outcome !== 'unknown' || outcome.verdict === 'otherValues' || outcome.verdict === 'unchanged';
        if (isSettled) ended.add(outcome.idempotencyKey);
        if (outcome.outcome === 'refused' || outcome.outcome === 'notSent')
          assert.equal(applications.length, 0, 'I4: what is said to be refused is not applied');
        // A later success ends all that was open before.
        if (outcome.outcome === 'applied') for (const key of titles.keys()) ended.add(key);
        if (outcome.outcome === 'unknown' && isSettled) doubts = doubtsAfter(doubts, reads.at(-1));
      }
      for (const { key } of received)
        if (!doubts.has(key)) doubts = new Map(doubts).set(key, { title, before, at: world.now });
      doubts = new Map([...doubts].filter(([key]) => !ended.has(key)));
      // I6: what may have been applied is remembered, or has ended.
      const kept = [...store.texts.values()].join();
      for (const { key } of received)
        assert.ok(ended.has(key) || kept.includes(key) || outcome?.outcome === 'unknown', 'I6');
      server.end();
      if (said !== undefined) assert.equal(server.state.title, said, 'I5: what was said to be there is there');
    };

    const { title, fate, crosses } = step;
    await run(title, fate, crosses && (() => run('B', crosses)));
    return { ...world, server: server.state, texts: store.texts, titles, ended, doubts, said };
  }

  for (const keys of ['honoured', 'storesFailures', 'forgets', 'ignored'] as const) {
    const depth = amount(2, 6);
    it(`hold for every history of up to ${depth} steps where keys are ${keys}`, async () => {
      let worlds = new Map([[textOf(begin, depth), { world: begin, histories: 1 }]]);
      const all = new Set<string>();
      let [histories, played] = [0, 0];
      for (let level = 1; level <= depth; level++) {
        const next: typeof worlds = new Map();
        for (const { world, histories: ways } of worlds.values()) {
          for (const step of steps) {
            const after = await play(world, step, keys);
            const text = textOf(after, depth - level);
            const known = next.get(text);
            next.set(text, { world: after, histories: (known?.histories ?? 0) + ways });
            histories += ways;
            played++;
            all.add(text);
          }
        }
        worlds = next;
      }
      console.log(`      ${histories} histories, in ${played} steps between ${all.size} different worlds`);
    }).timeout(3_600_000);

    it(`hold for random longer histories where keys are ${keys}`, async () => {
      const history = fc.array(fc.constantFrom(...steps), { minLength: 7, maxLength: 25 });
      await fc.assert(
        fc.asyncProperty(history, async (all) => {
          let world = begin;
          for (const step of all) world = await play(world, step, keys);
        }),
        { numRuns: amount(8, 500) },
      );
    }).timeout(3_600_000);
  }
});
