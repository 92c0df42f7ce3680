import type { Workbench } from '../host/workbench';

/** Types name, base URL and, if given, token into the dialog of "Add Environment". */
export async function addEnvironment(
  workbench: Workbench,
  { name, baseUrl, token }: { readonly name: string; readonly baseUrl: string; readonly token?: string },
): Promise<void> {
  const { quickInput } = workbench;
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

/** Opens a user file as text: it opens as a form, or as it was open last. */
export async function openAsText(workbench: Workbench, path: string): Promise<void> {
  await workbench.openFile(path);
  const either = workbench.page.locator(
    'iframe.webview.ready:visible, .editor-group-container.active .monaco-editor[role="code"]',
  );
  await either.first().waitFor();
  if (!(await workbench.editor.box.isVisible())) await workbench.runCommand('Truto: Open Text Editor');
  await workbench.editor.box.waitFor();
  await workbench.editor.focus();
}

/** Takes a picture of the window whenever a test fails, into out/screenshots/. */
export function keepPictures(workbench: () => Workbench): void {
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench().screenshot(`failed ${this.currentTest.fullTitle()}`.replace(/[^\p{L}\d]+/gu, '-'));
  });
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
