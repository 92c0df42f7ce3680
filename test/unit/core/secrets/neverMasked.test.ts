import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isSameJson } from '../../../../src/core/json/isSameJson';
import { isSameState } from '../../../../src/core/json/isSameState';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import { KeptUser } from '../../../../src/core/secrets/keptUser';
import { hiddenValue } from '../../../../src/core/secrets/shown';
import { changedFields, driftsOf } from '../../../../src/core/update/drift';
import { refreshUserText } from '../../../../src/core/update/refreshUserText';
import { bodyJson, readUserFile } from '../../../../src/core/update/userFile';
import { seal } from './seal';

type User = Record<string, unknown>;

const names = ['title', 'name', 'secretary', 'api_key', 'accessKey', 'password_hash', 'token', 'credentials', 'data'];
const leaf = fc.oneof(fc.constantFrom('a', 'b', '', null, true, 1, 2, hiddenValue.slice(0, 2)), fc.string());
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4 }),
    fc.record({ name: fc.constantFrom('api_key', 'title', 'PIN'), value: leaf }),
  ),
}));
const user = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 }) as fc.Arbitrary<User>;

/** Another state of a user: some fields as they were, others anew, gone or come. */
const changed = (from: User) =>
  user.chain((other) =>
    fc
      .subarray(Object.keys(from))
      .map((kept) => ({ ...other, ...Object.fromEntries(kept.map((name) => [name, from[name]])) })),
  );

const states = user.chain((base) => fc.tuple(fc.constant(base), changed(base), changed(base)));

describe('a mask', () => {
  it('is never in a refreshed file nor in its body; what was not edited is as the live user has it', () => {
    fc.assert(
      fc.property(states, ([base, live, file]) => {
        const text = JSON.stringify(file, undefined, 2);
        const fields = readUserFile(text)?.fields ?? [];
        const drifts = driftsOf({ user: KeptUser.of(base, seal) }, live, fields);
        const edit = refreshUserText(text, drifts, { eol: '\n', indent: '  ' });
        const refreshed = edit ? applyTextEdits(text, [edit]) : text;
        const after = readUserFile(refreshed)?.fields ?? [];
        const body = bodyJson(changedFields(live, after));
        for (const written of [refreshed, body]) assert.ok(!written.includes(hiddenValue), written);
        for (const [name, was] of Object.entries(file)) {
          const now = after.find((field) => field.name === name);
          const isEdited = !(Object.hasOwn(base, name) && isSameJson(base[name], was));
          const expected = isEdited ? was : live[name];
          assert.ok(
            isSameState(now?.value, expected),
            `${name}: ${JSON.stringify(now?.value)}, not ${JSON.stringify(expected)}`,
          );
        }
      }),
      { numRuns: 1000 },
    );
  });
});
