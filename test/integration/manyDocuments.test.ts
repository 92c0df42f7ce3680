import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Environments } from '../../src/api/environments';
import { startSandbox, type Sandbox } from '../../src/sandbox/startSandbox';
import { DocumentChecks } from '../../src/users/documents/documentChecks';
import { until as waitFor } from '../host/until';
import { repoRoot } from '../host/repoRoot';
import { accounts } from '../sandboxAccounts';
import { environmentsOf } from '../sandboxEnvironments';
import { DocumentModels } from './documentModels';
import { activateExtension, adaFile, openFile } from './extensionUnderTest';

/** Counts how often each document is checked. */
class CountedChecks extends DocumentChecks {
  readonly counts = new Map<string, number>();

  override check(...asked: Parameters<DocumentChecks['check']>): ReturnType<DocumentChecks['check']> {
    const [{ uri }] = asked;
    this.counts.set(uri.toString(), (this.counts.get(uri.toString()) ?? 0) + 1);
    return super.check(...asked);
  }
}

describe('many user files', () => {
  let sandbox: Sandbox;
  let environments: Environments;
  let models: DocumentModels;

  before(activateExtension);
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    sandbox = await startSandbox({ limits: { perToken: 1e6, perAccount: 1e6 } });
    environments = environmentsOf(sandbox.token, () => ({ name: 'Test', baseUrl: sandbox.baseUrl }));
  });
  afterEach(async () => {
    models.dispose();
    await sandbox.close();
  });

  /** Documents that VS Code holds, each of an account of its own; some of them in tabs, the last of which is in sight. */
  async function open(count: number, tabs: number): Promise<vscode.TextDocument[]> {
    const ids = sandbox
      .accounts()
      .filter(({ id, status, is_sandbox: isSandbox }) => status === 'active' && !isSandbox && id !== accounts.readOnly);
    const documents: vscode.TextDocument[] = [];
    for (const { id } of ids.slice(0, count)) documents.push(await openFile('a.truto-user.json', adaFile({}, id)));
    assert.equal(documents.length, count);
    for (const document of documents.slice(0, tabs)) await vscode.window.showTextDocument(document, { preview: false });
    return documents;
  }

  /** Resolves when all is known of a document’s account that is asked for on its behalf. */
  const known = (document: vscode.TextDocument, since = 0) =>
    waitFor('its account', () => {
      const { accountId } = models.documents.modelOf(document).target();
      const asked = sandbox.requests.slice(since).filter(({ path, query }) => isAbout(path, query, accountId ?? ''));
      return (
        asked.some(({ path }) => path.endsWith('/meta/update')) &&
        asked.some(({ path }) => path.endsWith('/capabilities'))
      );
    });
  const isAbout = (path: string, query: Readonly<Record<string, unknown>>, accountId: string) =>
    path.includes(accountId) || query['integrated_account_id'] === accountId;
  const accountOf = (document: vscode.TextDocument) => models.documents.modelOf(document).target().accountId ?? '';

  it('ask again for those in sight alone when the accounts are refreshed, and for another as it comes in sight', async () => {
    const documents = await open(12, 5);
    models = new DocumentModels(environments);
    for (const document of documents) await known(document);
    const inSight = documents[4]!;
    await waitFor('all that is known of them', () => sandbox.requests.every(({ status }) => status !== undefined));
    const before = sandbox.requests.length;
    environments.forget();
    await known(inSight, before);
    const asked = sandbox.requests.slice(before);
    assert.deepEqual(
      asked.filter(({ path, query }) => !isAbout(path, query, accountOf(inSight))).map(({ path }) => path),
      [],
    );
    assert.equal(asked.length, 3);
    const next = documents[2]!;
    await vscode.window.showTextDocument(next, { preview: false });
    await known(next, before);
    assert.equal(sandbox.requests.length - before, 6);
  });

  it('are each checked anew once when the rules of their accounts arrive, however many accounts there are', async () => {
    const documents = await open(12, 1);
    const checks = new CountedChecks(vscode.Uri.file(join(repoRoot, 'dist', 'checkWorker.js')));
    models = new DocumentModels(environments, { checks });
    for (const document of documents) {
      await known(document);
      await waitFor('its rules', () => models.documents.modelOf(document).rules());
    }
    const counts = documents.map(({ uri }) => checks.counts.get(uri.toString()));
    // Once as it opened, and once by the rules.
    assert.deepEqual(
      counts,
      Array.from({ length: 12 }, () => 2),
    );
  });
});
