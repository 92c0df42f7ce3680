import assert from 'node:assert/strict';
import { isJsonNumber } from '../../../../src/core/json/isJsonNumber';

describe('a number as JSON spells it', () => {
  for (const text of ['0', '-0', '7', '10', '-12', '0.5', '1.50', '1e5', '1E+5', '1.5e-10'])
    it(`is ${text}`, () => assert.ok(isJsonNumber(text)));
  for (const text of [
    '',
    '-',
    '01',
    '-01',
    '.5',
    '1.',
    '1.e5',
    '1e',
    '1e+',
    '+1',
    ' 1',
    '1 ',
    '1\n',
    '0x10',
    'NaN',
    '1_0',
  ])
    it(`is not ${JSON.stringify(text)}`, () => assert.ok(!isJsonNumber(text)));
});
