import assert from 'node:assert/strict';
import type { Memento, Uri as VsUri } from 'vscode';
import { confirmPlan } from './confirmedPlan';
import { planFromFile } from '../../../../src/bulk/window/planFromFile';
import type { BulkServices } from '../../../../src/bulk/window/bulkServices';
import { planText } from '../../../../src/bulk/window/planText';
import type { SourceProblems } from '../../../../src/bulk/window/sourceProblems';
import type { PlanRow } from '../../../../src/bulk/plan/planFile';
import { openPlan } from '../../../../src/bulk/plan/planReader';
import { AccountSelection } from '../../../../src/platform/accountSelection';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { accounts } from '../../../sandboxAccounts';
import { limits, openWindow, profileOf, type HeadlessWindow } from '../../updates/headless';
import { Uri } from '../../vscode';
import { headerOf, sendRow } from '../plan/plans';
import { sourceFile } from '../source/sources';

describe('the account of a plan', () => {
  const zendesk = { id: 'a-zendesk', label: 'Zendesk · acme' };
  const header = (account?: typeof zendesk) => {
    const made = headerOf({ rows: 2, send: 2, unchanged: 0, invalid: 0, notFound: 0, blocked: 0 });
    return { ...made, target: { environment: made.target.environment, ...(account && { account }) } };
  };

  /** The places that the question before applying, and the view, name. */
  const kinds: readonly (readonly [title: string, rows: readonly string[], question: RegExp, view: RegExp])[] = [
    [
      'that all rows go to',
      ['a-zendesk', 'a-zendesk'],
      /in Test, Zendesk · acme\?/,
      /account Zendesk · acme \(a-zendesk\)/,
    ],
    [
      'that all rows name themselves',
      ['a-hubspot', 'a-hubspot'],
      /in Test, HubSpot · inc\?/,
      /integrated account a-hubspot/,
    ],
    [
      'of which nothing is known but its ID',
      ['a-other', 'a-other'],
      /in Test, a-other\?/,
      /integrated account a-other/,
    ],
    ['of some rows', ['a-zendesk', 'a-hubspot'], /in Test, 2 integrated accounts\?/, /Test, 2 integrated accounts/],
  ];
  for (const [title, ids, question, view] of kinds)
    it(`is named where the updates go: one ${title}`, async () => {
      const said = await confirmPlan(header(zendesk), ids);
      assert.match(said, question);
      const rows = ids.map((accountId, index): PlanRow => ({ ...sendRow(index), accountId }));
      const text = await planText({
        header: header(zendesk),
        rows: async function* () {
          yield* await Promise.resolve(rows);
        },
      });
      assert.match(text, view);
      if (!ids.includes('a-zendesk') || new Set(ids).size > 1) assert.doesNotMatch(text + said, /Zendesk/);
    });

  describe('as a document has it', () => {
    let sandbox: Sandbox;
    let window: HeadlessWindow;
    before(async () => {
      sandbox = await startSandbox({ limits });
      window = openWindow();
      await window.profiles.save(profileOf(sandbox, 'Test'), sandbox.token);
    });
    after(() => sandbox.close());

    /** @param choice of the document; null: it is to be asked for */
    async function planned(choice: string | null | undefined, isCaller: boolean) {
      const uri = Uri.file(sourceFile('id,title\nusr_ada,Countess\n', '.csv')) as unknown as VsUri;
      const environment = window.environments.open();
      const kept = new Map<string, unknown>();
      const state = {
        get: (key: string, fallback: unknown) => kept.get(key) ?? fallback,
        update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
      } as unknown as Memento;
      const named = (id: string) => ({ id, label: id });
      if (choice !== undefined) {
        const chosen = { [uri.toString()]: choice === null ? null : named(choice) };
        await state.update('truto.accountsOfDocuments', { [environment.key]: chosen });
      }
      const never = () => ({ dispose: () => undefined });
      const selection = new AccountSelection(state, state, { onDidMove: never, onDidLoseOrigin: never });
      await selection.setDefaultAccount(environment, named(accounts.looker));
      let asked = 0;
      const services = {
        selection,
        globalStorageUri: { fsPath: window.storage },
        workspaceState: state,
        chooseAccount: () => Promise.resolve((asked++, accounts.hubspot)),
      } as unknown as BulkServices;
      const problems = {
        begin: () => ({ add: () => undefined, break: () => undefined, end: () => undefined }),
      } as unknown as SourceProblems;
      const call = {
        uri,
        environment,
        accountId: undefined,
        encoding: undefined,
        inOrder: undefined,
        isCaller,
        problems,
      };
      const made = await planFromFile(call, services);
      assert.ok(made);
      const rows: PlanRow[] = [];
      for await (const row of (await openPlan(made.plan.fsPath)).rows()) rows.push(row);
      return { asked, account: rows[0]?.accountId, problems: rows[0]?.problems?.map(({ code }) => code) };
    }

    it('is the one that was chosen, else the default one', async () => {
      assert.equal((await planned(accounts.hubspot, true)).account, accounts.hubspot);
      assert.equal((await planned(undefined, true)).account, accounts.looker);
    });

    it('is asked for where nobody knows any more, and never the default one', async () => {
      const { account, problems } = await planned(null, true);
      assert.deepEqual([account, problems], [undefined, ['noAccount']]);
      const { account: chosen, asked } = await planned(null, false);
      assert.deepEqual([chosen, asked], [accounts.hubspot, 1]);
    });
  });
});
