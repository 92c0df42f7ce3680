import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EditBases } from '../../../src/updates/editBases';
import { until } from '../../host/until';
import { temporaryFolder } from '../../host/temporaryFolder';
import { fileOf, userFile } from './headless';

const edited = { environment: { key: 'Test' }, accountId: 'account', userId: 'ada', source: 'file:///folder/ada.json' };
const elsewhere = { ...edited, source: 'file:///folder/other.json' };

/** A document whose text says this. */
const saying = (fields: object, document = elsewhere) => ({ ...document, file: fileOf(userFile(fields)) });

describe('what users were when their edits began', () => {
  let storage: string;
  let bases: EditBases;
  const folder = () => join(storage, 'edit-bases');
  const titleOf = async (whose: typeof edited, title: string) => (await bases.of(whose))?.user.isSame('title', title);

  beforeEach(() => {
    storage = temporaryFolder('truto-users').path;
    bases = new EditBases(storage);
  });

  it('is kept from the beginning until an edit begins anew, also by another window', async () => {
    assert.equal(await bases.of(edited), undefined);
    await bases.begin(edited, { title: 'First' });
    await bases.begin(edited, { title: 'Second' });
    bases = new EditBases(storage);
    assert.equal(await titleOf(edited, 'First'), true);
    await bases.keep(edited, { user: { title: 'Third' }, isWhole: true });
    assert.equal(await titleOf(edited, 'Third'), true);
    assert.equal((await bases.of(edited))?.isWhole, true);
  });

  it('is that of this window, whatever a window keeps that shares its folder', async () => {
    const other = new EditBases(storage);
    await bases.keep(edited, { user: { title: 'First' }, isWhole: true });
    await other.keep(edited, { user: { title: 'Second' }, isWhole: true });
    assert.equal(await titleOf(edited, 'First'), true);
    assert.equal((await bases.begin(edited, { title: 'Third' })).user.isSame('title', 'First'), true);
    assert.equal((await other.of(edited))?.user.isSame('title', 'Second'), true);
  });

  it('is that of this window where its edit went on with what another one had kept', async () => {
    await new EditBases(storage).keep(edited, { user: { title: 'First' }, isWhole: true });
    const began = await bases.begin(edited, { title: 'Now' });
    await new EditBases(storage).keep(edited, { user: { title: 'Second' }, isWhole: true });
    assert.equal(await titleOf(edited, 'First'), true);
    await bases.advance(edited, began, { user: { title: 'Sent' } });
    await new EditBases(storage).keep(edited, { user: { title: 'Second' }, isWhole: true });
    assert.equal(await titleOf(edited, 'Sent'), true);
  });

  it('goes with a document that this window moves, also where another one has kept its own', async () => {
    await bases.keep(edited, { user: { title: 'First' }, isWhole: true });
    await new EditBases(storage).keep(edited, { user: { title: 'Second' }, isWhole: true });
    await bases.follow({ from: 'file:///folder', to: 'file:///moved', isCopy: false });
    assert.equal(await titleOf({ ...edited, source: 'file:///moved/ada.json' }, 'First'), true);
  });

  it('is not looked for, nor begun anew, before a move that is being followed has ended', async () => {
    for (let count = 0; count < 20; count++)
      await bases.keep({ ...edited, userId: `${count}` }, { user: { title: 'Other' }, isWhole: true });
    await bases.keep(edited, { user: { title: 'First' }, isWhole: true });
    const moved = { ...edited, source: 'file:///moved/ada.json' };
    const follow = async (from: string, to: string) => bases.follow({ from, to, isCopy: false });
    let following = follow('file:///folder', 'file:///moved');
    assert.equal(await titleOf(moved, 'First'), true);
    await following;
    following = follow('file:///moved', 'file:///again');
    const again = { ...edited, source: 'file:///again/ada.json' };
    assert.equal((await bases.begin(again, { title: 'Now' })).user.isSame('title', 'First'), true);
    await following;
    const both = Promise.all([follow('file:///again', 'file:///on'), follow('file:///on', 'file:///last')]);
    const last = { ...edited, source: 'file:///last/ada.json' };
    await bases.keep(last, { user: { title: 'Sent' }, isWhole: true });
    await both;
    assert.equal(await titleOf(last, 'Sent'), true);
  });

  const user = { id: 'ada', title: 'First', name: 'Ada', timezone: 'Europe/London', bio: 'is not updated' };
  const copied = { title: 'Edited', name: 'Ada', timezone: 'Europe/London' };

  it('is taken over by a copy of its text, of the same user and the same environment alone', async () => {
    await bases.keep(edited, { user, isWhole: true });
    const copy = saying(copied);
    const { isWhole, isKept, user: began } = (await bases.of(copy))!;
    assert.deepEqual([isWhole, isKept, began.isSame('title', 'First')], [false, true, true]);
    assert.equal(await bases.of({ ...copy, environment: { key: 'Other' } }), undefined);
    assert.equal(await bases.of({ ...copy, userId: 'grace' }), undefined);
  });

  it('stays that of a copy, whatever is edited in it from then on', async () => {
    await bases.keep(edited, { user, isWhole: true });
    await bases.begin(saying(copied), { title: 'Now' });
    await bases.keep(edited, { user: { ...user, title: 'Later' }, isWhole: true });
    bases = new EditBases(storage);
    for (const fields of [copied, { title: 'Edited' }]) assert.equal(await titleOf(saying(fields), 'First'), true);
  });

  for (const [what, fields] of [
    ['has some of the fields alone', { title: 'Edited', name: 'Ada' }],
    ['has all of them with other values', { title: 'Edited', name: 'Eve', timezone: 'Europe/Oslo' }],
    ['has one of them as it was', { title: 'Edited', name: 'Eve', timezone: 'Europe/London' }],
    ['says nothing', {}],
  ] as const)
    it(`is not taken over by a file that ${what}: its edit begins now`, async () => {
      await bases.keep(edited, { user, isWhole: true });
      assert.equal(await bases.of(saying(fields)), undefined);
      assert.equal((await bases.begin(saying(fields), { title: 'Now' })).user.isSame('title', 'Now'), true);
    });

  it('is not taken over from a file that was written by hand', async () => {
    await bases.keep(edited, { user, isWhole: false });
    assert.equal(await bases.of(saying(copied)), undefined);
  });

  it('goes with a document that is moved or whose folder is, and stays with one that is copied', async () => {
    await bases.keep(edited, { user: { title: 'First' }, isWhole: true });
    await bases.follow({ from: 'file:///folder', to: 'file:///moved', isCopy: false });
    assert.equal((await bases.of({ ...edited, source: 'file:///moved/ada.json' }))?.isWhole, true);
    assert.equal(await bases.of(edited), undefined);
    await bases.follow({ from: 'file:///moved/ada.json', to: 'file:///copy.json', isCopy: true });
    for (const source of ['file:///moved/ada.json', 'file:///copy.json'])
      assert.equal((await bases.of({ ...edited, source }))?.isWhole, true, source);
    await bases.follow({ from: 'file:///copy.json', to: undefined, isCopy: false });
    assert.equal(await bases.of({ ...edited, source: 'file:///copy.json' }), undefined);
  });

  it('begins anew where what was kept is old, damaged or under another key', async () => {
    const spoil: readonly ((file: string) => void)[] = [
      (file) => utimesSync(file, 1, 1),
      (file) => writeFileSync(file, '{"user":'),
      (file) => writeFileSync(file, '{"user":[],"isWhole":true,"key":["Test","account","ada",""]}'),
      () => rmSync(join(storage, 'seal.key'), { force: true }),
    ];
    for (const [index, how] of spoil.entries()) {
      await bases.keep(edited, { user: { title: 'First' }, isWhole: true });
      for (const name of readdirSync(folder())) how(join(folder(), name));
      bases = new EditBases(storage);
      assert.equal(await bases.of(edited), undefined, String(index));
      assert.equal((await bases.begin(edited, { title: 'Second' })).user.isSame('title', 'Second'), true);
      rmSync(folder(), { recursive: true });
    }
  });

  it('is none, and no hindrance, where nothing can be kept', async () => {
    const file = join(storage, 'a-file');
    writeFileSync(file, 'x');
    bases = new EditBases(file);
    const begun = await bases.begin(edited, { title: 'First', password: 'hunter22' });
    assert.deepEqual([begun.isKept, begun.user.isSame('title', 'First'), begun.isWhole], [false, true, false]);
    assert.equal(await bases.of(edited), undefined);
    await bases.follow({ from: edited.source, to: 'file:///b', isCopy: false });
    assert.equal(readFileSync(file, 'utf8'), 'x');
  });

  it('is kept for thirty days, and then removed', async () => {
    const day = 24 * 3_600_000;
    const age = (days: number) => {
      for (const name of readdirSync(folder())) {
        const then = new Date(Date.now() - days * day);
        utimesSync(join(folder(), name), then, then);
      }
    };
    // Today's removal is over: it would go on while the copies are made old.
    writeFileSync(`${folder()}.cleaned`, '');
    await bases.keep(edited, { user: { title: 'First' }, isWhole: true });
    age(29.5);
    assert.equal(await titleOf(edited, 'First'), true);
    age(30.5);
    assert.equal(await bases.of(edited), undefined);
    // What is old is removed once a day, whatever is kept meanwhile.
    const other = { ...edited, userId: 'grace' };
    await bases.keep(other, { user: { title: 'First' }, isWhole: true });
    await new EditBases(storage).keep(other, { user: { title: 'First' }, isWhole: true });
    assert.equal(readdirSync(folder()).length, 4);
    const yesterday = Date.now() / 1000 - 25 * 3600;
    utimesSync(`${folder()}.cleaned`, yesterday, yesterday);
    await new EditBases(storage).keep(other, { user: { title: 'First' }, isWhole: true });
    await until('the old copies are gone', () => readdirSync(folder()).length === 2);
    assert.equal(await titleOf(other, 'First'), true);
  });

  it('has the fields as the document said them, and as they were before, also for another window', async () => {
    await bases.keep(edited, {
      user: { title: 'ada', api_key: 'new' },
      isWhole: false,
      said: { title: ' Ada', api_key: 'new' },
      before: { title: 'First', api_key: 'old' },
    });
    bases = new EditBases(storage);
    const { said, before } = (await bases.of(edited))!;
    assert.deepEqual([said?.isExactly('title', ' Ada'), said?.isExactly('api_key', 'new')], [true, true]);
    assert.deepEqual([before?.isSame('title', 'First'), before?.isSame('api_key', 'old')], [true, true]);
    await bases.keep(edited, { user: { title: 'ada' }, isWhole: false });
    const anew = (await new EditBases(storage).of(edited))!;
    assert.deepEqual([anew.said, anew.before], [undefined, undefined]);
  });

  it('knows what was said before as long as the user has it as it then was', async () => {
    const said = { title: 'MRS', emails: ['Ada@X.example'], status: 'active' };
    const user = { title: 'mrs', emails: ['ada@x.example'], status: 'active' };
    const earlier = await bases.keep(edited, { user, isWhole: false, said });
    const base = await bases.keep(edited, { user: { ...user, title: 'miss' }, isWhole: false, earlier });
    assert.deepEqual(base.said?.names, ['emails', 'status']);
    const next = await bases.keep(edited, { user, isWhole: false, said: { status: 'ACTIVE' }, earlier: base });
    const kept = await new EditBases(storage).of(edited);
    for (const { said: known } of [next, kept ?? next])
      assert.deepEqual(
        [
          known?.isExactly('status', 'ACTIVE'),
          known?.isExactly('emails', said.emails),
          known?.isExactly('title', 'MRS'),
        ],
        [true, true, false],
      );
  });

  it('is not kept where its folder cannot be written', async () => {
    mkdirSync(storage, { recursive: true });
    writeFileSync(folder(), 'no folder');
    const begun = await bases.begin(edited, { title: 'First' });
    assert.deepEqual([begun.isKept, begun.user.isSame('title', 'First')], [false, true]);
  });

  it('leaves nothing behind of a document that is gone', async () => {
    await bases.keep(edited, { user, isWhole: true });
    await bases.follow({ from: edited.source, to: undefined, isCopy: false });
    assert.equal(readdirSync(folder()).length, 1);
    assert.equal((await bases.of(saying(copied)))?.isKept, true);
  });

  it('is known by no name outside', async () => {
    await bases.keep(edited, { user: { title: 'First' }, isWhole: true });
    for (const name of readdirSync(folder())) assert.doesNotMatch(name, /Test|ada/);
  });
});
