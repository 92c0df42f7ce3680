import assert from 'node:assert/strict';
import { said, userSettings } from '../../vscode';
import { headerOf } from '../plan/plans';
import { confirmPlan } from './confirmedPlan';

describe('whether a person is asked before a plan is applied', () => {
  const header = headerOf({ rows: 1, send: 1, unchanged: 0, invalid: 0, notFound: 0, blocked: 0 });
  const asked = (isUnasked: boolean) => confirmPlan(header, ['a-hubspot'], isUnasked);

  beforeEach(() => {
    said.length = 0;
  });
  afterEach(() => userSettings.values.clear());

  it('is as the setting says', async () => {
    userSettings.values.set('send.confirm', 'always');
    assert.match(await asked(false), /^Update 1 user in Test, HubSpot/);
    userSettings.values.set('send.confirm', 'never');
    assert.equal(await asked(false), '');
  });

  it('is never where nobody is to be asked: what the setting wants asked is refused', async () => {
    userSettings.values.set('send.confirm', 'always');
    await assert.rejects(asked(true), /confirmation/);
    userSettings.values.set('send.confirm', 'never');
    assert.equal(await asked(true), '');
    assert.deepEqual(said, []);
  });
});
