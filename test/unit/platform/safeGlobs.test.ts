import assert from 'node:assert/strict';
import { safeGlobs } from '../../../src/platform/safeGlobs';

describe('globs of user files', () => {
  it('stay as they are written', () => {
    const globs = ['**/*.truto-user.json', '**/users/**/*.json', '{a,b}/*.json', 'users.json'];
    assert.deepEqual(safeGlobs(globs), globs);
  });

  it('lose wildcards that say nothing more', () => {
    assert.deepEqual(safeGlobs(['**/**/**/**/**/**/a.json', '***************a']), ['**/a.json', '**a']);
  });

  it('are left out when matching them could take for ever', () => {
    assert.deepEqual(safeGlobs(['*a'.repeat(14), `**/${'*-'.repeat(7)}.json`, `${'a'.repeat(300)}.json`]), []);
    assert.deepEqual(safeGlobs([`${'{,a}'.repeat(50)}.json`]), []);
  });

  it('are so many as can be matched for each document', () => {
    const globs = Array.from({ length: 1000 }, (_, index) => `${index}.json`);
    assert.deepEqual(safeGlobs(globs), globs.slice(0, 100));
  });
});
