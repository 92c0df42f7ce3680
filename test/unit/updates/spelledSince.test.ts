import assert from 'node:assert/strict';
import { readUserFile } from '../../../src/core/update/userFile';
import { spelledSince } from '../../../src/updates/spelledSince';
import type { SeenUpdate } from '../../../src/updates/updates';

type User = Readonly<Record<string, unknown>>;

describe('what a file of a user takes over after an update', () => {
  const before = { title: 'Analyst', timezone: 'Europe/London' };
  const spelled = (file: User, sent: User, seen?: { readonly evidence: string; readonly user: User }, live?: User) =>
    spelledSince(readUserFile(JSON.stringify(file))?.fields ?? [], {
      prepared: { live: live ?? before, said: { ...before, ...sent } },
      outcome: { sent },
      ...(seen && { readBack: { ...seen, differing: {} } }),
    } as unknown as SeenUpdate)?.map(({ field, now }) => [field.name, now]);

  it('is the spelling of the server, and what it made of other fields', () => {
    const sent = { title: ' Countess ' };
    const seen = { evidence: 'ownSpelling', user: { ...before, title: 'Countess' } };
    assert.deepEqual(spelled({ ...before, ...sent }, sent, seen), [['title', 'Countess']]);
    assert.deepEqual(spelled({ ...before, title: 'Countess' }, sent, seen), []);
    const made = { ...seen, user: { ...seen.user, timezone: 'UTC' } };
    assert.deepEqual(spelled({ ...before, ...sent }, sent, made), [
      ['title', 'Countess'],
      ['timezone', 'UTC'],
    ]);
  });

  it('is nothing where more was edited since, or something else was sent', () => {
    const sent = { title: 'Countess' };
    const seen = { evidence: 'values', user: { ...before, ...sent } };
    assert.equal(spelled({ ...before, title: 'Draft' }, sent, seen), undefined);
    assert.equal(spelled({ ...before, ...sent, timezone: 'Europe/Oslo' }, sent, seen), undefined);
    assert.equal(spelled({ ...before, ...sent, timezone: 'Europe/Oslo' }, sent), undefined);
  });

  it('is nothing to change where no read shows the update yet, or none was made', () => {
    const sent = { title: 'Countess' };
    assert.deepEqual(spelled({ ...before, ...sent }, sent, { evidence: 'before', user: before }), []);
    assert.deepEqual(spelled({ ...before, ...sent }, sent), []);
  });
});
