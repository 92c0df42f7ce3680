import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '../../host/repoRoot';

/** The commands that fail for a caller, and tell a person what failed. */
const telling = [
  ...['sendUser', 'updateUser', 'previewUpdate', 'selectAccount', 'openUser', 'undoUpdate', 'copyAsCode'],
  ...['updateUsersFromFile', 'applyPlan', 'showPlan', 'resumeBulkUpdate', 'openBulkReport', 'undoBulkUpdate'],
];

describe('a button', () => {
  it('hands over what has a kind, as no caller does: what fails is told', () => {
    const src = join(repoRoot, 'src');
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const pressed = files.flatMap((file) =>
      [...readFileSync(join(src, file), 'utf8').matchAll(/'truto\.(\w+)',\s*(\{[^}]*)/g)]
        .filter(([, command = '']) => telling.includes(command))
        .map(([, command = '', argument = '']) => ({ file, command, argument })),
    );
    assert.notEqual(pressed.length, 0);
    assert.deepEqual(
      pressed.filter(({ argument }) => !/\bkind: /.test(argument)),
      [],
    );
  });
});
