import assert from 'node:assert/strict';
import type { Workbench } from '../host/workbench';
import type { Sandbox } from '../../src/sandbox/startSandbox';
import { setStage } from './stage';
import { openAsText } from './steps';

describe('a user file with six mistakes', () => {
  let sandbox: Sandbox;
  let workbench: Workbench;
  beforeEach(async () => {
    ({ workbench, sandbox } = await setStage());
    await openAsText(workbench, 'mistakes.truto-user.json');
  });

  it('shows the six in the problems panel, each on its line, and underlines them', async () => {
    const problems = await workbench.problems.waitFor(6, 'truto');
    const shown = problems.map(({ line, code, severity }) => `${line} ${severity} ${code}`);
    assert.deepEqual(shown.sort(), [
      '11 error duplicateKey',
      '3 error wrongType',
      '4 error notAllowedValue',
      '5 warning unknownField',
      '6 error wrongFormat',
      '8 error wrongType',
    ]);
    await workbench.editor.focus();
    await workbench.editor.box.locator('.squiggly-error').nth(4).waitFor({ state: 'attached' });
    await workbench.editor.box.locator('.squiggly-warning').first().waitFor({ state: 'attached' });
  });

  it('is not sent, and shows the way to the first error', async () => {
    await workbench.editor.goTo(12);
    await workbench.runCommand('Truto: Update User');
    await workbench.notifications.waitFor('Not sent: the file has 5 errors');
    await workbench.notifications.press('Not sent', 'Go to First Error');
    await workbench.statusBarItem(/Ln 3, Col 14 \(2 selected\)/).waitFor();
    assert.deepEqual(
      sandbox.requests.filter(({ method }) => method === 'PATCH'),
      [],
    );
  });

  it('has no problem left once they are mended', async () => {
    await workbench.problems.waitFor(6, 'truto');
    await workbench.editor.replaceAll(
      '{\n  "title": "Rear Admiral",\n  "status": "active",\n  "first_name": "Grace",\n  "created_at": "2024-05-17T09:30:00Z",\n' +
        '  "emails": [{ "email": "grace@example.com", "is_primary": true }],\n  "last_name": "Hopper"\n}\n',
    );
    await workbench.problems.waitFor(0);
    await workbench.page.locator('.squiggly-error, .squiggly-warning').first().waitFor({ state: 'detached' });
  });
});
