import assert from 'node:assert/strict';
import { readMethodMeta } from '../../../../src/api/methodMeta';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { accountRules } from '../../../../src/core/rules/accountRules';
import { withAccountRules } from '../../../../src/core/rules/ruleFindings';
import { guessBudget } from '../../../../src/core/schema/closestName';
import { schemaFindings } from '../../../../src/core/schema/schemaFindings';

const words = ['frist', 'nmae', 'emial', 'lable', 'departmnt', 'colour', 'favourite', 'statuss', 'lisence', 'grp'];
const userOf = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${words[index % 10]}${index}`, index]));

/** An account with as many fields of its own. */
const rules = accountRules(
  readMethodMeta({
    request_body_schema: {
      properties: Object.fromEntries(
        Array.from({ length: 3_000 }, (_, index) => [`department_${index}`, { type: 'string' }]),
      ),
    },
  })!,
  { id: '5a9d0c1e-0000-4000-8000-000000000003', integration: { name: 'looker', label: 'Looker' } },
  1_000,
);

describe('thousands of unknown names in one user', () => {
  it('are told what they may mean up to a thousand, and what they surely mean beyond', () => {
    const names = Array.from({ length: 1_200 }, (_, index) => `"emial${String.fromCharCode(0x4e00 + index)}": 1`);
    const suggestions = checkUserText(`{${names.join(',')}, "NAME": 1}`, { unknownFields: 'warning' }).filter(
      ({ params }) => 'suggestion' in params,
    );
    assert.equal(suggestions.length, 1_001);
    assert.deepEqual(suggestions.at(-1)?.path, ['NAME']);
  });

  it('are compared with names of ours as often as those of a tenth of them', () => {
    const left = [1_290, 12_900].map((count) => {
      const [user, general, own] = [userOf(count), guessBudget(), guessBudget()];
      const findings = schemaFindings(user, undefined, general);
      assert.equal(findings.length, count);
      assert.equal(withAccountRules(findings, user, rules, own).length, count);
      return { general, own };
    });
    assert.deepEqual(left[0], left[1]);
    assert.deepEqual([left[0]?.general.names, left[0]?.own.names], [0, 0]);
  });
});
