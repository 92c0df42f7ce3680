import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { RequestOutcome } from '../../../src/core/errors/errorExplanation';
import type { Verdict } from '../../../src/core/responses/verdict';
import type { SandboxFault } from '../../../src/sandbox/faults';
import { namedFaults, type FaultName } from '../../../src/sandbox/namedFaults';
import { startSandbox, type Sandbox } from '../../../src/sandbox/startSandbox';
import type { Obstructed, Prepared } from '../../../src/updates/prepared';
import type { Outcome } from '../../../src/updates/outcome';
import { amount, isLong } from '../../host/long';
import { until } from '../../host/until';
import { temporaryFolder } from '../../host/temporaryFolder';
import { wordsOf } from './fakeTruto';
import { fileOf, limits, openWindow, profileOf, requestOf, userFile, type HeadlessWindow } from './headless';

type Body = 'changed' | 'whole';
/** What is on the server in the end: the value that was sent, the server's own spelling of it, or what was there before. */
type Stored = 'sent' | 'spelled' | 'before';
interface Expected {
  readonly outcome: RequestOutcome;
  readonly verdict?: Verdict;
  readonly stored: Stored;
}

const sent = ' Countess of  Lovelace ';
const applied = (verdict: Verdict, stored: Stored = 'sent'): Expected => ({ outcome: 'applied', verdict, stored });
const unknown = (verdict: Verdict | undefined, stored: Stored = 'before'): Expected => ({
  outcome: 'unknown',
  ...(verdict && { verdict }),
  stored,
});
const arrived: Expected = { outcome: 'applied', stored: 'sent' };
const lost: Expected = { outcome: 'unknown', stored: 'before' };

/** Of each account what becomes of an update whose response is seen. `changed` is refused where nobody can read the user. */
const accountCases: readonly (readonly [label: string, expected: Expected, changed?: 'cannotCompare'])[] = [
  ['Without get', applied('updated')],
  ['Without list', applied('updated')],
  ['Without get and list', applied('unchecked'), 'cannotCompare'],
  ['Another order, with a clock', applied('updated')],
  ['Own spelling', applied('storedAs', 'spelled')],
  ['Spelling seen late', applied('storedAs', 'spelled')],
  ['Absent becomes null', applied('updated')],
  ['Reads late (twice)', applied('updated')],
  ['Reads late (10 s)', applied('notVisibleYet')],
  ['Ignores title', unknown('unchanged')],
  ['Quota untold', applied('updated')],
  ['Stores failures', applied('updated')],
  ['One body for a key', applied('updated')],
  ['Ignores keys', applied('updated')],
  ['Large numbers', applied('updated')],
  ['Odd values', applied('updated')],
  ['Latin-1', applied('updated')],
  ['UTF-16', applied('updated')],
  ['ASCII', applied('updated')],
];

/** What becomes of it in the same account where no response comes, or the beginning of one. */
function unheard({ verdict, stored }: Expected, how: 'lostAfter' | 'cutInside'): Expected {
  const isSeen = verdict === 'updated' || verdict === 'storedAs';
  if (how === 'lostAfter') return { outcome: isSeen ? 'applied' : 'unknown', stored };
  return isSeen ? applied(verdict, stored) : unknown(verdict === 'unchecked' ? verdict : 'notVisibleYet', stored);
}

/** What is said, in words. */
const said: Readonly<Record<Verdict | 'arrived' | 'lost' | 'blind' | 'refused', RegExp>> = {
  updated: /updated: title\.$/,
  storedAs: /updated: title\. Stored in the server’s own spelling: title is/,
  notVisibleYet: /was accepted \(title\)\. The live user does not show it yet/,
  unchanged: /was accepted, but the response shows “title” unchanged/,
  otherValues: /was accepted, but now title is/,
  unchecked: /was accepted \(title\)\. It cannot be checked/,
  notLooked: /was accepted \(title\)\. It is not checked: the live user could not be read just now/,
  noUser: /not known whether .* was updated: the response is no user/,
  otherUser: /not known whether .* was updated: the response is another user/,
  arrived: /The live user now has your values: the update was applied\./,
  lost: /It is safe to send the same update again|the result is unclear|Sending it again asks for a new key/,
  blind: /The live user cannot be read\. .*(same idempotency key|asks for a new key)/,
  refused: /^(?!.*(updated:|was applied|may have been applied))/,
};

const somebodyElse: SandboxFault = {
  kind: 'body',
  body: JSON.stringify({ id: 'usr_somebody_else', title: 'Somebody Else' }),
  contentType: 'application/json',
};

/** Of each thing that goes wrong with a PATCH what becomes of the update. All retries meet it. */
const faultCases: readonly (readonly [fault: FaultName, expected: Expected, more?: Partial<SandboxFault>])[] = [
  ['lostBefore', lost],
  ['lostAfter', arrived],
  ['cutInside', applied('updated')],
  ['gateway502', lost],
  ['gateway502', arrived, { when: 'afterApplying' }],
  ['unavailable503', lost],
  ['timeout504', arrived, { when: 'afterApplying' }],
  ['unknown520', lost],
  ['failed500', lost],
  ['provider500', lost],
  ['firewall403', { outcome: 'refused', stored: 'before' }],
  ['page404', { outcome: 'refused', stored: 'before' }],
  ['blocked503', { outcome: 'refused', stored: 'before' }],
  ['refused422', { outcome: 'refused', stored: 'before' }],
  ['signIn302', lost],
  ['done303', arrived],
  ['locked423', lost],
  ['locked423', arrived, { when: 'afterApplying' }],
  ['keyInUse422', lost],
  ['keyInUse422', arrived, { when: 'afterApplying' }],
  ['captivePortal', unknown('noUser')],
  ['captivePortal', applied('updated'), { when: 'afterApplying' }],
  ['errorEnvelope', unknown('noUser')],
  ['queued202', unknown('noUser')],
  ['queued202', applied('updated'), { when: 'afterApplying' }],
  ['noContent204', applied('updated')],
  ['multiStatus207', applied('updated')],
  ['nullBody', applied('updated')],
  ['listBody', applied('updated')],
  ['envelope', applied('updated')],
  ['otherUser', applied('updated')],
  ['otherUser', unknown('otherUser'), somebodyElse],
];

describe('an update in a rude world', () => {
  let sandbox: Sandbox;
  let window: HeadlessWindow;
  /** What the person is told of the last send. */
  let words: string;
  const accountOf = (label: string) => {
    const found = sandbox.accounts().find(({ integration }) => integration.label === label);
    assert.ok(found, label);
    return found.id;
  };
  const open = async (storage = temporaryFolder('truto-users').path) => {
    window = openWindow({ storage, readBackWaits: [5, 5, 5], timeoutSeconds: 2 });
    await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
  };
  const prepare = (account: string, body: Body, fields: object = { title: sent }): Promise<Prepared | Obstructed> =>
    window.updates.prepare(requestOf(window, fileOf(userFile(fields, 'usr_ada', account)), { body }));
  const send = async (account: string, body: Body, fields?: object): Promise<Outcome> => {
    const prepared = await prepare(account, body, fields);
    assert.ok(prepared.obstacle === undefined, prepared.obstacle);
    const outcome = await window.updates.run(prepared);
    words = wordsOf(outcome, prepared);
    return outcome;
  };
  const patches = () => sandbox.requests.filter(({ method }) => method === 'PATCH');
  const applications = () => patches().filter(({ applied: isApplied }) => isApplied).length;

  function check({ outcome, verdict, error }: Outcome, expected: Expected, account: string): void {
    const stored = sandbox.user(account, 'usr_ada')?.title;
    const values: Record<Stored, unknown> = { sent, spelled: stored, before: 'Analyst' };
    assert.deepEqual(
      { outcome, ...(verdict && { verdict }), stored },
      { ...expected, stored: values[expected.stored] },
    );
    if (expected.stored === 'spelled') assert.equal(String(stored).toLowerCase().trim(), sent.toLowerCase().trim());
    const isBlind = account === accountOf('Without get and list');
    const lostKind = isBlind ? 'blind' : 'lost';
    // Of a response that broke off its status alone says nothing.
    const isLost = outcome === 'unknown' && (error !== undefined || verdict === undefined);
    const kind = isLost ? lostKind : (verdict ?? (outcome === 'applied' ? 'arrived' : 'refused'));
    assert.match(words, said[kind]);
    if (isBlind) assert.doesNotMatch(words, /does not show|is unchanged|Check the live user/);
    // Who ignores keys cannot be told that it is the same update.
    if (account !== accountOf('Ignores keys')) assert.ok(applications() <= 1, 'it is applied once at most');
  }

  /** What nobody knows of is sent again, without a question: that is the same update to whoever heeds keys. */
  async function checkAgain({ outcome, verdict, idempotencyKey }: Outcome, account: string, body: Body): Promise<void> {
    const isEnded = outcome !== 'unknown' || verdict === 'unchanged' || verdict === 'otherValues';
    const prepared = isEnded ? undefined : await prepare(account, body);
    if (!prepared || prepared.obstacle !== undefined || prepared.fields.length === 0) return;
    const again = await window.updates.run(prepared);
    if (prepared.earlier.hasArrived) return;
    assert.equal(again.idempotencyKey, idempotencyKey);
    if (account !== accountOf('Ignores keys')) assert.ok(applications() <= 1, 'sent again, it is applied once at most');
  }

  beforeEach(async () => {
    sandbox = await startSandbox({ limits, quirkyAccounts: true });
    await open();
  });
  afterEach(() => sandbox.close());

  for (const body of ['changed', 'whole'] as const) {
    describe(`with the ${body} fields`, () => {
      for (const [label, expected, refused] of accountCases) {
        it(`is told as it is: ${label}`, async () => {
          const account = accountOf(label);
          if (body === 'changed' && refused) {
            assert.equal((await prepare(account, body)).obstacle, refused);
            return;
          }
          check(await send(account, body), expected, account);
        });
      }

      for (const [label, expected, refused] of accountCases)
        for (const how of ['lostBefore', 'lostAfter', 'cutInside'] as const) {
          if (body === 'changed' && refused) continue;
          it(`is told as it is: ${label}, ${how}`, async () => {
            const account = accountOf(label);
            sandbox.inject({ ...namedFaults[how], match: { method: 'PATCH' }, times: 3 });
            const outcome = await send(account, body);
            check(outcome, how === 'lostBefore' ? lost : unheard(expected, how), account);
            await checkAgain(outcome, account, body);
          });
        }

      // A refusal of a retry tells nothing of the first try.
      for (const [label, expected, refused] of accountCases)
        for (const how of ['lostBefore', 'lostAfter'] as const)
          for (const then of ['refused422', 'firewall403', 'page404', 'blocked503', 'signIn302'] as const) {
            if (body === 'changed' && refused) continue;
            it(`is told as it is: ${label}, ${how}, then ${then}`, async () => {
              const account = accountOf(label);
              sandbox.inject({ ...namedFaults[how], match: { method: 'PATCH' } });
              // Of one moment with the first fault, so that they meet in turn.
              const { when = 'beforeApplying' } = namedFaults[how];
              sandbox.inject({ ...namedFaults[then], match: { method: 'PATCH' }, times: 2, when });
              const outcome = await send(account, body);
              check(outcome, how === 'lostBefore' ? lost : unheard(expected, how), account);
              await checkAgain(outcome, account, body);
            });
          }

      for (const [fault, expected, more = {}] of faultCases) {
        const when = more.when ? `, ${more.when}` : '';
        it(`is told as it is: ${fault}${when}${more === somebodyElse ? ', nothing applied' : ''}`, async () => {
          const account = accountOf('Without list');
          sandbox.inject({ ...namedFaults[fault], ...more, match: { method: 'PATCH' }, times: 3 } as SandboxFault);
          const outcome = await send(account, body);
          check(outcome, expected, account);
          await checkAgain(outcome, account, body);
        });
      }
    });
  }

  it('is never said to be updated where it was not, nor applied twice, whatever goes wrong in whatever account', async () => {
    const pairs = accountCases.flatMap(([label]) => faultCases.map(([fault, , more = {}]) => ({ label, fault, more })));
    const times = fc.constantFrom(1, 3);
    const pair = fc.tuple(fc.constantFrom(...pairs), fc.constantFrom<Body>('changed', 'whole'), times);
    await fc.assert(
      fc.asyncProperty(pair, async ([{ label, fault, more }, body, count]) => {
        await sandbox.close();
        sandbox = await startSandbox({ limits, quirkyAccounts: true });
        await open();
        const account = accountOf(label);
        const prepared = await prepare(account, body);
        if (prepared.obstacle !== undefined) return;
        sandbox.inject({ ...namedFaults[fault], ...more, match: { method: 'PATCH' }, times: count } as SandboxFault);
        const ended = await window.updates.run(prepared);
        const { outcome, verdict } = ended;
        const stored = String(sandbox.user(account, 'usr_ada')?.title);
        const isThere =
          stored.toLowerCase().trim() ===
          sent
            .toLowerCase()
            .trim()
            .replace(/ {2}/, stored.includes('  ') ? '  ' : ' ');
        if (verdict === 'updated' || verdict === 'storedAs') assert.ok(isThere, stored);
        if (outcome === 'applied') assert.ok(isThere, `${verdict}: ${stored}`);
        if (outcome === 'refused' || outcome === 'notSent') assert.equal(stored, 'Analyst');
        if (label !== 'Ignores keys') assert.ok(applications() <= 1, 'it is applied once at most');
        await checkAgain(ended, account, body);
      }),
      { numRuns: amount(25, 2000) },
    );
  }).timeout(600_000);

  it('and then sent again finds nothing to send and no change of others', async () => {
    const fields = {
      title: sent,
      emails: [
        { email: 'Ada@Example.com', is_primary: true },
        { email: 'lovelace@example.com', is_primary: false },
      ],
      roles: [{ id: 'role_member' }, { id: 'role_admin' }],
      languages: ['it', 'en'],
      status: 'inactive',
    };
    const polite = accountCases.filter(
      ([label, { outcome }]) => outcome === 'applied' && !label.startsWith('Without get and'),
    );
    let runs = 0;
    for (const [label] of polite) {
      const account = accountOf(label);
      for (let again = 0; again < amount(2, 60); again++, runs++) {
        // What is sent differs from time to time: the server stores it anew, in its own way.
        const sentNow = { ...fields, title: `${sent} ${again % 2}`, status: again % 2 ? 'active' : 'inactive' };
        assert.equal((await send(account, 'changed', sentNow)).outcome, 'applied', label);
        const prepared = await prepare(account, 'changed', sentNow);
        assert.ok(prepared.obstacle === undefined);
        assert.deepEqual(prepared.drifts, [], label);
        if (!label.startsWith('Reads late'))
          assert.deepEqual(
            prepared.fields.map(({ name }) => name),
            [],
            label,
          );
      }
    }
    console.log(`      ${runs} updates, each looked at again`);
  }).timeout(600_000);

  it('sees what somebody else has really changed, in every account that can be read', async () => {
    // Ten seconds are for long plays.
    const readable = accountCases.filter(([label, , refused]) => !refused && (isLong || label !== 'Reads late (10 s)'));
    const elsewhere = openWindow();
    await elsewhere.profiles.save(profileOf(sandbox, 'Elsewhere'), sandbox.token);
    let seen = 0;
    for (const [label] of readable) {
      const account = accountOf(label);
      for (let round = 0; round < amount(1, 6); round++, seen++) {
        const theirs = { last_name: `king${round}` };
        const mine = { title: 'Mine', last_name: 'mine' };
        await prepare(account, 'changed', mine);
        const request = requestOf(elsewhere, fileOf(userFile(theirs, 'usr_ada', account)), { body: 'whole' });
        const other = await elsewhere.updates.prepare(request);
        assert.ok(other.obstacle === undefined);
        await elsewhere.updates.run(other);
        // A provider that shows it late shows it in the end.
        const drifted = await until(`the change in ${label}`, async () => {
          const prepared = await prepare(account, 'changed', mine);
          assert.ok(prepared.obstacle === undefined);
          return prepared.drifts.length > 0 && prepared;
        });
        assert.deepEqual(
          drifted.drifts.map(({ field, now }) => [field.name, now]),
          [['last_name', theirs.last_name]],
          label,
        );
        // The person takes it over, as by Refresh.
        await window.updates.bases.keep(drifted, { user: drifted.live ?? {}, isWhole: false });
      }
    }
    console.log(`      ${seen} changes of others, each seen`);
  }).timeout(600_000);
});
