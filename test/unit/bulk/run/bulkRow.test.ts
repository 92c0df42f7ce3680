import assert from 'node:assert/strict';
import { bulkRow } from '../../../../src/bulk/run/bulkRow';
import { sendRow } from '../plan/plans';

describe('a row of a job with what its plan does not hold', () => {
  const hidden = { remote_query: { token: 's' } };
  const withheld = { fields: [], query: { ...hidden, truto_exclude_fields: ['x'] } };
  const query = ['remote_query', 'truto_exclude_fields'];

  it('looks with the secrets of its query too, whatever else it is read with', () => {
    const row = { ...sendRow(0), withheld: { fields: [], query } };
    assert.deepEqual(bulkRow(row, withheld)?.readQuery, hidden);
    const readQuery = { workspace_id: 'w' };
    assert.deepEqual(bulkRow({ ...row, readQuery }, withheld)?.readQuery, { ...readQuery, ...hidden });
    assert.deepEqual(bulkRow({ ...sendRow(0), readQuery }, undefined)?.readQuery, readQuery);
  });
});
