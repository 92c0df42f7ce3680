import type { Workbench } from '../host/workbench';

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

/** Opens a user file as text, ready to type in. */
export async function openAsText(workbench: Workbench, path: string): Promise<void> {
  await workbench.openFile(path, 'text');
  await workbench.editor.box.waitFor();
  await workbench.editor.focus();
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
    return JSON.stringify(parts);
  });
}
