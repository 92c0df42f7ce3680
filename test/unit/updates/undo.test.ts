import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import * as fc from 'fast-check';
import { checkUserText } from '../../../src/core/check/checkUserText';
import { isRecord } from '../../../src/core/json/isRecord';
import { isSameState } from '../../../src/core/json/isSameState';
import { isStoredAs } from '../../../src/core/json/isStoredAs';
import type { QuirkyLabel } from '../../../src/sandbox/quirkyAccounts';
import { namedFaults } from '../../../src/sandbox/namedFaults';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import { History } from '../../../src/updates/history';
import { isUndoable, type HistoryEntry } from '../../../src/updates/historyEntry';
import type { Outcome } from '../../../src/updates/outcome';
import type { Prepared } from '../../../src/updates/prepared';
import { Seals } from '../../../src/updates/seals';
import { prepareUndo, stillThere, type PreparedUndo } from '../../../src/updates/undo';
import { amount } from '../../host/long';
import { accounts } from '../../sandboxAccounts';
import { fileOf, limits, openWindow, profileOf, requestOf, userFile, type HeadlessWindow } from './headless';

type User = Readonly<Record<string, unknown>>;

const labels = [
  'Without get',
  'Without list',
  'Without get and list',
  'Reads late (twice)',
  'Another order, with a clock',
  'Own spelling',
  'Spelling seen late',
  'Absent becomes null',
  'Ignores title',
  'Stores failures',
  'One body for a key',
  'Ignores keys',
  'Large numbers',
  'Odd values',
  'Latin-1',
] as const satisfies readonly QuirkyLabel[];

let sandbox: Sandbox;
let window: HeadlessWindow;
let history: History;

before(async () => {
  sandbox = await startSandbox({ limits, quirkyAccounts: true });
  window = openWindow({ readBackWaits: [1, 1] });
  await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
  history = new History(window.storage, new Seals(window.storage), { isEnabled: () => true, days: () => 30 });
  window.updates.onDidUpdate((update) => history.remember(update));
});
after(() => sandbox.close());

const accountOf = (label: string) =>
  sandbox.accounts().find(({ integration }) => integration.label === label)?.id ?? '';
const stored = (account: string): User => ({ ...sandbox.user(account, 'usr_ada') });
const valuesOf = (user: User, names: readonly string[]) => Object.fromEntries(names.map((name) => [name, user[name]]));

async function send(account: string, fields: object): Promise<{ prepared: Prepared; outcome: Outcome } | undefined> {
  const file = fileOf(userFile(fields, 'usr_ada', account));
  const prepared = await window.updates.prepare(requestOf(window, file, { body: 'whole' }));
  if (prepared.obstacle !== undefined || prepared.fields.length === 0) return undefined;
  return { prepared, outcome: await window.updates.run(prepared) };
}

async function entryOf(outcome: Outcome): Promise<HistoryEntry> {
  const entry = await history.entry((await history.idOf(outcome)) ?? '');
  assert.ok(entry);
  return entry;
}

async function undo(outcome: Outcome): Promise<PreparedUndo & { readonly outcome: Outcome | undefined }> {
  const undone = await prepareUndo(await entryOf(outcome), window.environments.open(), window.updates);
  assert.ok(!('obstacle' in undone));
  return { ...undone, outcome: undone.prepared && (await window.updates.run(undone.prepared)) };
}

const writeElsewhere = async (account: string, fields: object) => {
  const url = `${sandbox.baseUrl}/unified/user-directory/users/usr_ada?integrated_account_id=${account}`;
  const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
  await fetch(url, { method: 'PATCH', headers, body: JSON.stringify(fields) });
};

describe('the undo of an update', () => {
  const sent = async (fields: object) => {
    const ended = await send(accounts.hubspot, fields);
    assert.equal(ended?.outcome.outcome, 'applied');
    return ended.outcome;
  };

  it('gives the user back what it had, and is undone the same way', async () => {
    const before = stored(accounts.hubspot);
    const change = { title: 'Countess', emails: [{ email: 'countess@example.com', is_primary: true }] };
    const outcome = await sent(change);
    const undone = await undo(outcome);
    assert.deepEqual([undone.outcome?.verdict, undone.notUndone], ['updated', []]);
    assert.deepEqual(valuesOf(stored(accounts.hubspot), ['title', 'emails']), valuesOf(before, ['title', 'emails']));
    assert.notEqual(undone.outcome?.idempotencyKey, outcome.idempotencyKey);
    assert.ok(undone.outcome);
    assert.equal((await entryOf(undone.outcome)).who, 'undo');
    await undo(undone.outcome);
    assert.deepEqual(valuesOf(stored(accounts.hubspot), ['title', 'emails']), change);
  });

  it('leaves out what somebody else has changed since, and sends nothing where nothing is left', async () => {
    const { timezone } = stored(accounts.hubspot);
    const outcome = await sent({ title: 'Baroness', timezone: 'Europe/Oslo' });
    await writeElsewhere(accounts.hubspot, { title: 'Duchess' });
    const undone = await undo(outcome);
    assert.deepEqual(undone.notUndone, [{ name: 'title', reason: 'changed' }]);
    assert.deepEqual(undone.outcome?.sent, { timezone });
    assert.equal(stored(accounts.hubspot)['title'], 'Duchess');
    const requests = sandbox.requests.length;
    assert.equal((await undo(outcome)).outcome, undefined);
    assert.ok(sandbox.requests.slice(requests).every(({ method }) => method !== 'PATCH'));
  });

  it('leaves out what somebody else has only spelled otherwise, or added to', async () => {
    const outcome = await sent({ name: 'ada king', title: 'Countess', roles: [{ id: 'role_admin' }] });
    const theirs = { name: 'Ada King', roles: [{ id: 'role_admin', group: 'group_research' }] };
    await writeElsewhere(accounts.hubspot, theirs);
    const undone = await undo(outcome);
    assert.deepEqual(
      undone.notUndone.map(({ name, reason }) => `${name}: ${reason}`),
      ['name: changed', 'roles: changed'],
    );
    assert.deepEqual(Object.keys(undone.outcome?.sent ?? {}), ['title']);
    assert.deepEqual(valuesOf(stored(accounts.hubspot), ['name', 'roles']), theirs);
  });

  it('says what no update can give back: secrets, and what was not there', async () => {
    const outcome = await sent({
      password: 'hunter22',
      licensed_sheet_creator: true,
      avatar: 'https://example.com/a.png',
      remote_data: { apiKey: 'sk-1', department: 'Research' },
    });
    const { notUndone, outcome: ended } = await undo(outcome);
    assert.deepEqual(
      notUndone.map(({ name, reason }) => `${name}: ${reason}`),
      [
        'password: secret',
        'licensed_sheet_creator: cannotUnset',
        'remote_data.apiKey: secret',
        'remote_data.department: cannotUnset',
      ],
    );
    assert.deepEqual(ended?.sent, { avatar: null });
  });

  it('says of a user that nobody can read that it cannot be undone', async () => {
    const ended = await send(accountOf('Without get and list'), { title: 'Countess' });
    assert.ok(ended);
    const { notUndone, outcome } = await undo(ended.outcome);
    assert.deepEqual([notUndone, outcome], [[{ name: 'title', reason: 'unreadable' }], undefined]);
  });

  it('lets the same file be sent again, as nobody else has changed the user', async () => {
    await undo(await sent({ title: 'Viscountess' }));
    const file = fileOf(userFile({ title: 'Viscountess' }));
    const prepared = await window.updates.prepare(requestOf(window, file));
    assert.ok(prepared.obstacle === undefined);
    assert.deepEqual([prepared.fields.map(({ name }) => name), prepared.drifts], [['title'], []]);
  });

  it('lets what somebody else has changed in other fields still be seen', async () => {
    const outcome = await sent({ title: 'Margravine' });
    await writeElsewhere(accounts.hubspot, { timezone: 'Europe/Madrid', first_name: 'Augusta' });
    const entry = await entryOf(outcome);
    const requiredFields = () => Promise.resolve(['first_name']);
    const undone = await prepareUndo(entry, window.environments.open(), window.updates, { requiredFields });
    assert.ok('prepared' in undone && undone.prepared);
    assert.deepEqual(
      undone.prepared.fields.map(({ name }) => name),
      ['title', 'first_name'],
    );
    assert.equal((await window.updates.run(undone.prepared)).outcome, 'applied');
    const file = fileOf(userFile({ title: 'Queen', timezone: 'Europe/Oslo', first_name: 'Ada' }));
    const prepared = await window.updates.prepare(requestOf(window, file));
    assert.ok(prepared.obstacle === undefined);
    assert.deepEqual(
      prepared.drifts.map(({ field }) => field.name),
      ['timezone', 'first_name'],
    );
    await writeElsewhere(accounts.hubspot, { timezone: 'Europe/London', first_name: 'Ada' });
  });

  it('is no change of somebody else while no read shows it yet', async () => {
    const account = accountOf('Reads late (twice)');
    const { quirks } = sandbox.accounts().find(({ id }) => id === account)!;
    sandbox.setQuirks(account, { ...quirks, reads: { late: { seconds: 0.2 } } });
    const ended = await send(account, { title: 'Countess' });
    assert.ok(ended);
    await wait(250);
    const undone = await undo(ended.outcome);
    assert.equal(undone.outcome?.verdict, 'notVisibleYet');
    for (const ms of [0, 250]) {
      await wait(ms);
      const file = fileOf(userFile({ title: 'Queen' }, 'usr_ada', account));
      const prepared = await window.updates.prepare(requestOf(window, file));
      assert.ok(prepared.obstacle === undefined);
      assert.deepEqual([prepared.fields.length, prepared.drifts], [1, []]);
    }
    sandbox.setQuirks(account, quirks);
  });

  it('is sent although no look has shown the update yet, which is applied all the same', async () => {
    const account = accountOf('Reads late (twice)');
    const { quirks } = sandbox.accounts().find(({ id }) => id === account)!;
    for (const [name, fault, verdict] of [
      ['accepted', undefined, 'notVisibleYet'],
      ['without a user', namedFaults.noContent204, 'noUser'],
      ['without a response', { ...namedFaults.lostAfter, times: 3 }, undefined],
    ] as const) {
      sandbox.setQuirks(account, { ...quirks, reads: { late: { seconds: 0.4 } } });
      const { title } = stored(account);
      if (fault) sandbox.inject({ ...fault, match: { method: 'PATCH' } });
      const ended = await send(account, { title: `Countess, ${name}` });
      assert.equal(ended?.outcome.verdict, verdict);
      assert.equal(stored(account)['title'], `Countess, ${name}`);
      const undone = await undo(ended!.outcome);
      assert.deepEqual([undone.outcome?.sent, undone.notUndone], [{ title }, []], name);
      assert.equal(stored(account)['title'], title);
      await wait(450);
    }
    sandbox.setQuirks(account, quirks);
  });

  it('says what it was meant to give back and has not', async () => {
    const outcome = await sent({ title: 'Archduchess', user_type: 'member' });
    const entry = await entryOf(outcome);
    sandbox.setQuirks(accounts.hubspot, { writes: { ignores: ['title'] } });
    const undone = await undo(outcome);
    sandbox.setQuirks(accounts.hubspot, {});
    assert.ok(undone.outcome);
    assert.deepEqual(stillThere(entry, undone, undone.outcome), ['title']);
    const again = await undo(outcome);
    assert.ok(again.outcome);
    assert.deepEqual(stillThere(entry, again, again.outcome), []);
  });

  it('sees what changes between its own looks, also of what goes along', async () => {
    const outcome = await sent({ title: 'Landgravine' });
    const entry = await entryOf(outcome);
    const { first_name } = stored(accounts.hubspot);
    let reads = 0;
    const requiredFields = async () => {
      if (reads++ === 0) await writeElsewhere(accounts.hubspot, { first_name: 'Somebody' });
      return ['first_name'];
    };
    const undone = await prepareUndo(entry, window.environments.open(), window.updates, { requiredFields });
    assert.ok('prepared' in undone && undone.prepared);
    await window.updates.run(undone.prepared);
    assert.equal(stored(accounts.hubspot)['first_name'], 'Somebody');
    await writeElsewhere(accounts.hubspot, { first_name });
  });

  it('sees what changes between its own looks', async () => {
    const outcome = await sent({ title: 'Marchioness', user_type: 'guest' });
    const entry = await entryOf(outcome);
    let reads = 0;
    const requiredFields = async () => {
      if (reads++ === 0) await writeElsewhere(accounts.hubspot, { title: 'Queen' });
      return [];
    };
    const undone = await prepareUndo(entry, window.environments.open(), window.updates, { requiredFields });
    assert.ok(!('obstacle' in undone));
    assert.deepEqual(undone.notUndone, [{ name: 'title', reason: 'changed' }]);
    assert.deepEqual(
      undone.prepared?.fields.map(({ name }) => name),
      ['user_type'],
    );
  });
});

describe('any undo', () => {
  const word = fc.stringMatching(/^[A-Za-zäöü ]{1,8}$/);
  const text = fc.oneof(word, fc.constant(null), fc.constant(' Countess of  Lovelace '));
  const address = fc.nat(1e6).map((number) => `Ada${number}@Example.com`);
  const item = (id: string) =>
    fc.record({ id: fc.constantFrom(`${id}_a`, `${id}_b`, `${id}_c`), name: word }, { requiredKeys: ['id'] });
  const list = <T>(items: fc.Arbitrary<T>, key: (value: T) => unknown) =>
    fc.uniqueArray(items, { selector: key, maxLength: 3 });
  const member = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.constant({ nested: ['x'] }));
  const patches = fc.record(
    {
      ...Object.fromEntries(
        ['name', 'first_name', 'last_name', 'title', 'timezone', 'avatar', 'user_type'].map((name) => [name, text]),
      ),
      status: fc.constantFrom('active', 'inactive', 'invited'),
      licensed_sheet_creator: fc.boolean(),
      group: fc.oneof(fc.integer(), word),
      emails: list(fc.record({ email: address, is_primary: fc.constant(false) }), ({ email }) => email),
      phones: list(
        fc.record({ number: fc.nat(1e6).map(String), type: fc.constant('mobile') }, { requiredKeys: ['number'] }),
        ({ number }) => number,
      ),
      roles: list(item('role'), ({ id }) => id),
      groups: list(item('group'), ({ id }) => id),
      languages: fc.uniqueArray(fc.constantFrom('en', 'fr', 'it'), { maxLength: 3 }),
      created_at: fc.constantFrom('2024-09-01T10:00:00Z', '2025-01-01T00:00:00+02:00'),
      password: word,
      desk: member,
      remote_data: fc.dictionary(fc.constantFrom('department', 'cost', 'apiKey', 'pin'), member, { minKeys: 1 }),
    },
    { requiredKeys: [] },
  );
  const others = fc.record(
    {
      title: fc.nat().map((id) => `Somebody ${id}`),
      languages: fc.constant(['de', 'nl']),
      user_type: fc.nat().map(String),
    },
    { requiredKeys: [] },
  );
  /** Somebody else writes the same in another spelling, and gives the items of lists a member more. */
  const spelledOtherwise = (user: User, names: readonly string[]): User => {
    const spelled = (value: unknown): unknown => {
      if (typeof value === 'string') return value.toUpperCase();
      if (!Array.isArray(value)) return value;
      return value.map((item) => (isRecord(item) ? { ...item, note: 'theirs' } : item) as unknown);
    };
    return Object.fromEntries(names.map((name) => [name, spelled(user[name])]));
  };
  const respelled = fc.subarray(['name', 'first_name', 'last_name', 'title', 'emails', 'roles', 'groups']);
  const isAllowed = (fields: object) =>
    checkUserText(JSON.stringify(fields), { unknownFields: 'warning' }).every(({ severity }) => severity !== 'error');

  it('restores what it says, says what it leaves, and overwrites nothing of others', async () => {
    const elsewheres = fc.oneof(fc.constant(undefined), others, respelled);
    const cases = fc.tuple(fc.constantFrom(...labels), patches, patches.filter(isAllowed), elsewheres);
    await fc.assert(
      fc.asyncProperty(cases, async ([label, shape, patch, elsewhere]) => {
        const account = accountOf(label);
        await writeElsewhere(account, shape);
        const isLate = label === 'Reads late (twice)';
        const before = stored(account);
        const ended = await send(account, patch);
        // Nobody can ask for the undo of what was refused.
        if (!ended || !isUndoable(ended.outcome)) return;
        const seen = isLate ? { ...ended.prepared.live } : before;
        const ours = stored(account);
        const written = Array.isArray(elsewhere) ? spelledOtherwise(ours, elsewhere) : elsewhere;
        if (written && !isLate) await writeElsewhere(account, written);
        const theirs = stored(account);
        const undone = await undo(ended.outcome);
        const now = stored(account);
        const claimed = undone.prepared?.fields.map(({ name }) => name) ?? [];
        const left = new Set(undone.notUndone.map(({ name }) => name.split('.')[0]));
        const isShown = undone.outcome?.verdict === 'updated' || undone.outcome?.verdict === 'storedAs';
        for (const name of claimed.filter((field) => field !== 'remote_data')) {
          assert.ok(Object.hasOwn(patch, name) && !left.has(name), `${name} is claimed by right`);
          if (!isShown) continue;
          const isBack = isSameState(now[name], seen[name]) || isStoredAs(seen[name] ?? null, now[name]);
          assert.ok(isBack, `${label}: ${name} is ${JSON.stringify(now[name])}, was ${JSON.stringify(seen[name])}`);
        }
        if (isLate) return;
        // What it neither gives back nor speaks of is as before.
        for (const name of Object.keys(patch))
          if (!claimed.includes(name) && !left.has(name) && name !== 'remote_data')
            assert.ok(isSameState(now[name], before[name]), `${label}: nothing is said of ${name}`);
        for (const name of Object.keys(written ?? {}).filter((field) => !isSameState(theirs[field], ours[field])))
          assert.ok(isSameState(now[name], theirs[name]), `${label}: ${name} of somebody else is overwritten`);
      }),
      { numRuns: amount(100, 2000) },
    );
  }).timeout(1_200_000);
});
