import assert from 'node:assert/strict';
import { ProfileStore } from '../../../src/platform/profileStore';
import { FakeMemento, FakeSecrets } from './sharedState';

const production = { name: 'Production', baseUrl: 'https://api.truto.one' };
const staging = { name: 'Staging', baseUrl: 'https://staging.truto.one' };
const sandbox = { name: 'Sandbox', baseUrl: 'http://127.0.0.1:1' };

describe('the environments of several windows', () => {
  let shared: FakeMemento;
  let secrets: FakeSecrets;
  const open = (window = new FakeMemento()) => new ProfileStore(window, shared, secrets);
  /** What a window is told from now on: whether each change concerns what it uses. */
  const told = (store: ProfileStore) => {
    const changes: boolean[] = [];
    store.onDidChange(({ concernsUse }) => changes.push(concernsUse));
    return changes;
  };

  beforeEach(async () => {
    shared = new FakeMemento();
    secrets = new FakeSecrets();
    const first = open();
    await first.save(production, 'token-of-production');
    await first.save(staging, 'token-of-staging');
  });

  it('are used by a new window as they were chosen last', () => {
    assert.deepEqual(open().active(), staging);
  });

  it('are the same here whatever another window switches to', async () => {
    const [here, there] = [open(), open()];
    const changes = told(here);
    await there.switchTo('Production');
    here.catchUp();
    assert.deepEqual(there.active(), production);
    assert.deepEqual(here.active(), staging);
    assert.deepEqual(changes, []);
    assert.deepEqual(open().active(), production);
  });

  it('are the same after a window was loaded anew, where it can keep that', async () => {
    const [kept, unkept] = [new FakeMemento(), new FakeMemento()];
    unkept.isBroken = true;
    const [here, without] = [open(kept), open(unkept)];
    await here.switchTo('Production');
    await without.switchTo('Staging');
    assert.deepEqual(without.active(), staging);
    assert.deepEqual(open(kept).active(), production);
    await here.switchTo('Production');
    assert.deepEqual(without.active(), staging);
    assert.deepEqual(open(unkept).active(), production);
  });

  it('show here what another window adds, which changes nothing of what is used', async () => {
    const here = open();
    const changes = told(here);
    await open().save(sandbox, 'token-of-sandbox');
    assert.deepEqual(here.active(), staging);
    assert.deepEqual(here.list(), [production, sandbox, staging]);
    assert.deepEqual(changes, [false]);
  });

  it('tell of the first one that another window adds, and then use it', async () => {
    [shared, secrets] = [new FakeMemento(), new FakeSecrets()];
    const here = open();
    assert.equal(here.active(), undefined);
    const changes = told(here);
    await open().save(sandbox, 'token-of-sandbox');
    assert.deepEqual(here.active(), sandbox);
    assert.deepEqual(changes, [true]);
  });

  it('tell of a token that another window replaced', async () => {
    const here = open();
    const changes = told(here);
    await open().replaceToken(production, 'another');
    await open().replaceToken(staging, 'another');
    assert.deepEqual(changes, [false, true]);
    assert.equal(await here.token(staging), 'another');
  });

  it('are none for a window whose own one was removed, until it chooses', async () => {
    const here = open();
    const changes = told(here);
    await open().remove(staging);
    assert.equal(here.active(), undefined);
    assert.deepEqual(here.lost(), staging);
    assert.deepEqual(changes, [true]);
    assert.equal(await here.token(staging), undefined);
    await here.switchTo('Production');
    assert.deepEqual([here.active(), here.lost()], [production, undefined]);
  });

  it('are none for a window that removed its own one while there are others', async () => {
    const here = open();
    await here.remove(staging);
    assert.deepEqual([here.active(), here.lost()], [undefined, staging]);
  });

  it('are as good as never there once the last one is removed here', async () => {
    const here = open();
    await here.remove(staging);
    await here.remove(production);
    assert.deepEqual([here.active(), here.lost(), here.list()], [undefined, undefined, []]);
    assert.equal(secrets.stored.size, 0);
  });

  it('never give the token of one to a server that had its name before', async () => {
    const here = open();
    const moved = { ...staging, baseUrl: 'https://api.eu.truto.one' };
    await open().save(moved, 'token-of-the-other-server');
    assert.equal(await here.token(staging), undefined);
    assert.deepEqual([here.active(), here.lost()], [undefined, staging]);
    await here.remove(staging);
    assert.equal(await here.token(moved), 'token-of-the-other-server');
  });

  it('are caught up with when the window is come back to', () => {
    const here = open();
    const changes = told(here);
    void shared.update('truto.profiles', [staging]);
    here.catchUp();
    here.catchUp();
    assert.deepEqual(changes, [false]);
  });

  it('are as before where the secret storage fails, and later changes are heard', async () => {
    const [here, there] = [open(), open()];
    secrets.isBroken = true;
    await assert.rejects(here.save(sandbox, 'token-of-sandbox'), /no key ring/);
    await assert.rejects(here.replaceToken(staging, 'another'), /no key ring/);
    await assert.rejects(here.remove(production), /no key ring/);
    assert.deepEqual(here.list(), [production, staging]);
    assert.deepEqual(here.active(), staging);
    secrets.isBroken = false;
    const changes = told(here);
    await there.replaceToken(staging, 'another');
    assert.deepEqual(changes, [true]);
  });

  it('give the token that is being written, once it is there', async () => {
    const here = open();
    const written = Promise.withResolvers<undefined>();
    const store = secrets.store.bind(secrets);
    secrets.store = (key, value) => written.promise.then(() => store(key, value));
    const replaced = here.replaceToken(staging, 'another');
    await new Promise(setImmediate);
    const token = here.token(staging);
    written.resolve(undefined);
    assert.equal(await token, 'another');
    await replaced;
    secrets.isBroken = true;
    await assert.rejects(here.replaceToken(staging, 'a third'), /no key ring/);
    assert.equal(await here.token(staging), 'another');
  });

  it('are told once of what was done here', async () => {
    const here = open();
    const changes = told(here);
    await here.replaceToken(staging, 'another');
    await here.switchTo('Production');
    assert.deepEqual(changes, [true, true]);
  });

  it('are told once, when all of a change is made, whoever looks while it is being made', async () => {
    [shared, secrets] = [new FakeMemento(), new FakeSecrets()];
    const here = open();
    const changes = told(here);
    // As a window does that gets the focus while the change is being made.
    secrets.onDidChange(() => here.catchUp());
    await here.save(production, 'token');
    await here.remove(production);
    await here.save(staging, 'token');
    assert.deepEqual(changes, [true, true, true]);
  });

  it('tell what another window does while a change is made here after it', async () => {
    const [here, there] = [open(), open()];
    const changes = told(here);
    const theirs = there.replaceToken(production, 'another');
    const ours = here.switchTo('Staging');
    await Promise.all([theirs, ours]);
    await new Promise(setImmediate);
    assert.equal(changes.length, 2);
    assert.ok(changes.includes(false), 'the token of Production');
  });

  it('are told once also where the secret storage tells of a change long after it was made', async () => {
    const [here, there] = [open(), open()];
    const [changes, theirs] = [told(here), told(there)];
    const tellNow = secrets.tellLater();
    await here.replaceToken(staging, 'another');
    await tellNow();
    assert.deepEqual([changes, theirs], [[true], [true]]);
    await there.replaceToken(staging, 'a third one');
    await tellNow();
    assert.deepEqual(
      [changes, theirs],
      [
        [true, true],
        [true, true],
      ],
    );
  });

  it('do not quote what the secret storage holds where that is damaged', async () => {
    const here = open();
    for (const damaged of ['s3cret', '{"origin":"https://staging.truto.one","token":5}', '"s3cret"', 'null']) {
      secrets.stored.set('truto.token:Staging', damaged);
      await assert.rejects(here.token(staging), (error: Error) => {
        assert.doesNotMatch(`${error.message} ${String(error.cause)}`, /s3cret|origin|5/);
        return true;
      });
    }
  });

  it('are read past what is damaged in the list', async () => {
    await shared.update('truto.profiles', [null, 'x', { name: 'y' }, { name: 'z', baseUrl: 'no URL' }, production]);
    await shared.update('truto.activeProfile', 'Production');
    assert.deepEqual(open().list(), [production]);
    assert.deepEqual(open().active(), production);
  });

  it('cannot be switched to one that is not there', async () => {
    await assert.rejects(open().switchTo('Nowhere'), /Nowhere/);
  });
});
