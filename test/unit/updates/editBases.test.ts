import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EditBases } from '../../../src/updates/editBases';
import { until } from '../../host/until';
import { temporaryFolder } from '../../host/temporaryFolder';

const edited = { environment: { key: 'Test' }, accountId: 'account', userId: 'ada', source: 'file:///folder/ada.json' };
const elsewhere = { ...edited, source: 'file:///folder/other.json' };

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

  it('is taken over by another document of the same user, of the same environment alone', async () => {
    await bases.keep(edited, { user: { title: 'First' }, isWhole: true });
    assert.deepEqual((({ isWhole, isKept }) => ({ isWhole, isKept }))((await bases.of(elsewhere))!), {
      isWhole: false,
      isKept: true,
    });
    assert.equal(await bases.of({ ...edited, environment: { key: 'Other' } }), undefined);
    assert.equal(await bases.of({ ...edited, userId: 'grace' }), undefined);
  });

  it('goes with a document that is moved or whose folder is, and stays with one that is copied', async () => {
    await bases.keep(edited, { user: { title: 'First' }, isWhole: true });
    await bases.follow({ from: 'file:///folder', to: 'file:///moved', isCopy: false });
    assert.equal((await bases.of({ ...edited, source: 'file:///moved/ada.json' }))?.isWhole, true);
    assert.equal((await bases.of(edited))?.isWhole, false);
    await bases.follow({ from: 'file:///moved/ada.json', to: 'file:///copy.json', isCopy: true });
    for (const source of ['file:///moved/ada.json', 'file:///copy.json'])
      assert.equal((await bases.of({ ...edited, source }))?.isWhole, true, source);
    await bases.follow({ from: 'file:///copy.json', to: undefined, isCopy: false });
    assert.equal((await bases.of({ ...edited, source: 'file:///copy.json' }))?.isWhole, false);
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

  it('has the fields as they were sent, and as they were before, also for another window', async () => {
    await bases.keep(edited, {
      user: { title: 'ada', api_key: 'new' },
      isWhole: false,
      sent: { title: ' Ada', api_key: 'new' },
      before: { title: 'First', api_key: 'old' },
    });
    bases = new EditBases(storage);
    const { sent, before } = (await bases.of(edited))!;
    assert.deepEqual([sent?.isExactly('title', ' Ada'), sent?.isExactly('api_key', 'new')], [true, true]);
    assert.deepEqual([before?.isSame('title', 'First'), before?.isSame('api_key', 'old')], [true, true]);
    await bases.keep(edited, { user: { title: 'ada' }, isWhole: false });
    const anew = (await new EditBases(storage).of(edited))!;
    assert.deepEqual([anew.sent, anew.before], [undefined, undefined]);
  });

  it('is not kept where its folder cannot be written', async () => {
    mkdirSync(storage, { recursive: true });
    writeFileSync(folder(), 'no folder');
    const begun = await bases.begin(edited, { title: 'First' });
    assert.deepEqual([begun.isKept, begun.user.isSame('title', 'First')], [false, true]);
  });

  it('leaves nothing behind of a document that is gone', async () => {
    await bases.keep(edited, { user: { title: 'First' }, isWhole: true });
    await bases.follow({ from: edited.source, to: undefined, isCopy: false });
    assert.equal(readdirSync(folder()).length, 1);
    assert.equal((await bases.of(elsewhere))?.isKept, true);
  });

  it('is known by no name outside', async () => {
    await bases.keep(edited, { user: { title: 'First' }, isWhole: true });
    for (const name of readdirSync(folder())) assert.doesNotMatch(name, /Test|ada/);
  });
});
