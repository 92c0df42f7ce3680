import assert from 'node:assert/strict';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';
import { formats } from '../../../../src/core/schema/formats';

const peer = (fullFormats['date-time'] as { validate: (text: string) => boolean }).validate;
const isDateTime = formats['date-time'];

/** What each part of a date and time may be, right and wrong. */
const parts = fc.tuple(
  fc.constantFrom('2024', '2023', '1900', '2000', '0000', '9999', '24', '20240'),
  fc.constantFrom('-', '/', ''),
  fc.constantFrom('01', '02', '04', '12', '00', '13', '1'),
  fc.constantFrom('01', '28', '29', '30', '31', '00', '32', '1'),
  fc.constantFrom('T', 't', ' ', '\t', '', 'at '),
  fc.constantFrom('00', '12', '22', '23', '24', '1'),
  fc.constantFrom('00', '29', '30', '59', '60', '5'),
  fc.constantFrom(':00', ':59', ':60', ':61', '', ':00.5', ':60.25', ':00.', ':1'),
  fc.constantFrom('Z', 'z', '', '+00:00', '+0530', '-01', '+23:59', '+24:00', '-00:60', '+5:30', '-05:30', ' Z'),
);

describe('a date and time', () => {
  it('is one exactly where that of ajv-formats is', () => {
    fc.assert(
      fc.property(parts, ([year, mark, month, day, between, hour, minute, second, zone]) => {
        const text = `${year}${mark}${month}${mark}${day}${between}${hour}:${minute}${second}${zone}`;
        assert.equal(isDateTime(text), peer(text), text);
      }),
      {
        numRuns: 20_000,
        examples: [
          [['2000', '-', '02', '29', 'T', '12', '00', ':00', 'Z']],
          [['1900', '-', '02', '29', 'T', '12', '00', ':00', 'Z']],
          [['2024', '-', '12', '31', 'T', '23', '59', ':60', 'Z']],
          [['2024', '-', '12', '31', 'T', '22', '29', ':60', '-01']],
        ],
      },
    );
  });

  it('is none in any other text', () => {
    for (const text of ['', 'never', '2024-01-15', '12:00:00Z', '2024-01-15T12:00:00Z\n', ' 2024-01-15T12:00:00Z'])
      assert.equal(isDateTime(text), false, text);
  });
});
