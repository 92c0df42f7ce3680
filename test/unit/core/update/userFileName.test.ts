import assert from 'node:assert/strict';
import fc from 'fast-check';
import { numberedName, userFileName } from '../../../../src/core/update/userFileName';

describe('the name of the file of a user', () => {
  for (const [userId, name] of [
    ['usr_ada', 'usr_ada'],
    ['ada@example.com', 'ada@example.com'],
    ['Ada Lovelace', 'Ada-Lovelace'],
    ['株式会社', '株式会社'],
    ['../../etc/passwd', 'etc-passwd'],
    ['..', 'user'],
    ['', 'user'],
    ['\u202E\n', 'user'],
    ['a\\b:c*?"<>|', 'a-b-c'],
    ['con', 'user-con'],
    ['LPT1.txt', 'user-LPT1.txt'],
    ['console', 'console'],
    ['~/x$HOME%41', 'x-HOME-41'],
    ['😀'.repeat(100), '😀'.repeat(80)],
    ['\uD800x', 'x'],
  ] as const)
    it(`of ${JSON.stringify(userId.slice(0, 20))} is ${name.slice(0, 20)}`, () =>
      assert.equal(userFileName(userId), `${name}.truto-user.json`));

  it('is one part of a path, that any file system takes, whatever the ID is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (userId) => {
        const name = userFileName(userId);
        assert.doesNotMatch(name, /[\\/:*?"<>|\p{C}\p{Z}]|^[.-]|\.\.$/u);
        assert.ok(name.isWellFormed() && name.length <= 200 && name.endsWith('.truto-user.json'));
      }),
    );
  });

  it('has a number where there is one already', () => {
    assert.equal(numberedName('ada.truto-user.json', 1), 'ada.truto-user.json');
    assert.equal(numberedName('ada.truto-user.json', 12), 'ada-12.truto-user.json');
    assert.equal(numberedName('users.jsonc', 2), 'users-2.jsonc');
    assert.equal(numberedName('users.2026.jsonc', 3), 'users.2026-3.jsonc');
    assert.equal(numberedName('users', 2), 'users-2');
  });
});
