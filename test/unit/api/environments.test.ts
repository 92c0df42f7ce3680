import assert from 'node:assert/strict';
import { NoEnvironmentError } from '../../../src/api/environments';
import type { Profile } from '../../../src/core/http/profile';
import { environmentsOf } from '../../sandboxEnvironments';

const production = { name: 'Production', baseUrl: 'https://api.truto.one' };

describe('the handles on environments', () => {
  let active: Profile | undefined;
  const environments = () => environmentsOf('token', () => active);

  it('are one for each environment, however often it is opened', () => {
    const open = environments();
    active = { ...production };
    const handle = open.open();
    assert.equal(open.active(), handle);
    active = { ...production, baseUrl: 'https://api.eu.truto.one' };
    assert.notEqual(open.open(), handle);
    active = { ...production, name: 'Other' };
    assert.notEqual(open.open(), handle);
    active = { ...production };
    assert.equal(open.open(), handle);
  });

  it('are none where no environment is in use', () => {
    active = undefined;
    assert.equal(environments().active(), undefined);
    assert.throws(() => environments().open(), NoEnvironmentError);
  });

  it('tell of what each of them forgets', () => {
    const open = environments();
    active = production;
    const handle = open.open();
    const told: unknown[] = [];
    const listening = open.onDidChange((change) => told.push(change));
    open.forget();
    assert.deepEqual(told, [{ environment: handle, change: 'forgotten' }]);
    listening.dispose();
    open.forget();
    assert.equal(told.length, 1);
  });
});
