import assert from 'node:assert/strict';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { until } from '../host/until';
import type { Workbench } from '../host/workbench';
import { accounts } from '../sandboxAccounts';

interface Environment {
  readonly name: string;
  readonly baseUrl: string;
  readonly token: string;
}

/** Adds an environment by command, and waits until it is in use. */
export async function signIn(workbench: Workbench, { name, baseUrl, token }: Environment): Promise<void> {
  workbench.environments.add(name);
  await workbench.stagehand.command('truto.addProfile', { name, baseUrl, token });
  await workbench.statusBarItem(name).waitFor();
}

/**
 * Shows the accounts of the environment in use alone, and waits until they are those of its server: a view that was out of
 * sight shows the rows of the test before. An account that is shown is asked what it can do.
 */
export async function openAccounts(workbench: Workbench, { requests }: Sandbox): Promise<void> {
  await workbench.openView('Truto', 'Integrated Accounts');
  await until('the accounts of this environment', () =>
    requests.some(({ path, status }) => path.endsWith('/capabilities') && status === 200),
  );
  await workbench.stagehand.settled();
}

/** Types name, base URL and, if given, token into the dialog of "Add Environment". */
export async function addEnvironment(
  workbench: Workbench,
  { name, baseUrl, token }: Omit<Environment, 'token'> & { readonly token?: string },
): Promise<void> {
  const { quickInput } = workbench;
  workbench.environments.add(name);
  await workbench.runCommand('Truto: Add Environment...');
  await quickInput.waitFor('(1/3)');
  await quickInput.type(name);
  await quickInput.confirm();
  await quickInput.waitFor('(2/3)');
  await quickInput.type(baseUrl);
  await quickInput.confirm();
  if (token === undefined) return;
  await quickInput.waitFor(`API token of ${name}`);
  await quickInput.type(token);
  await quickInput.confirm();
  await workbench.statusBarItem(name).waitFor();
}

/** Gives a token again to the environment `Test`: this browser keeps no secrets for another page. */
export async function giveToken(workbench: Workbench, token: string): Promise<void> {
  const { quickInput } = workbench;
  await workbench.runCommand('Truto: Replace API Token...');
  await quickInput.waitFor('API token of Test');
  await quickInput.type(token);
  await quickInput.confirm();
  await quickInput.widget.waitFor({ state: 'hidden' });
}

/** Opens a user file as text, ready to type in. */
export async function openAsText(workbench: Workbench, path: string): Promise<void> {
  await workbench.openFile(path, 'text');
  await workbench.editor.box.waitFor();
  await workbench.editor.focus();
}

/** How the idempotency keys of another person begin. */
export const somebodyElse = 'somebody-else';

/** What another person does meanwhile: changes fields of Ada in HubSpot. */
export async function changeElsewhere(
  { baseUrl, token }: Sandbox,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  const user = `${baseUrl}/unified/user-directory/users/usr_ada?integrated_account_id=${accounts.hubspot}`;
  const { status } = await fetch(user, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': `${somebodyElse} ${Object.values(fields).join()}`,
    },
    body: JSON.stringify(fields),
  });
  assert.equal(status, 200);
}

/** Everything the page keeps in this browser, except what VS Code's own secret storage keeps in a browser. */
export async function browserStorage(workbench: Workbench): Promise<string> {
  return workbench.page.evaluate(async () => {
    const kept = Object.entries(localStorage).filter(([key]) => key !== 'secrets.provider');
    const parts: unknown[] = [kept, Object.entries(sessionStorage), document.cookie];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name!);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error(opening.error?.message));
      });
      for (const store of database.objectStoreNames) {
        parts.push(
          await new Promise<unknown>((resolve, reject) => {
            const reading = database.transaction(store).objectStore(store).getAll();
            reading.onsuccess = () => resolve(reading.result);
            reading.onerror = () => reject(new Error(reading.error?.message));
          }),
        );
      }
      database.close();
    }
    const bytes = new TextDecoder();
    return JSON.stringify(parts, (_, value: unknown) => (value instanceof Uint8Array ? bytes.decode(value) : value));
  });
}
