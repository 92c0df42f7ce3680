import assert from 'node:assert/strict';
import { integrationRule, integrationRules } from '../../../../src/core/rules/integrations';

describe('integrationRules', () => {
  it('know the query parameters that the reference counts', () => {
    const counts = (name: string) => [
      integrationRules.filter(({ supportedQuery }) => supportedQuery.includes(name)).length,
      integrationRules.filter(({ requiredQuery }) => requiredQuery.includes(name)).length,
    ];
    // GitLab takes organization_id in place of workspace_id: the reference does not count it.
    assert.deepEqual(counts('organization_id'), [5, 4]);
    assert.deepEqual(counts('workspace_id'), [2, 1]);
    assert.deepEqual(counts('group_id'), [1, 0]);
    assert.deepEqual(counts('workspace'), [2, 2]);
    assert.deepEqual(counts('user_id'), [1, 1]);
    assert.deepEqual(counts('groups'), [14, 1]);
  });

  it('know the body fields that the reference requires', () => {
    const required = integrationRules.filter(({ requiredFields }) => requiredFields.length > 0);
    assert.deepEqual(
      required.map(({ slug, requiredFields }) => [slug, ...requiredFields]),
      [
        ['activecampaign', 'name'],
        ['clickup', 'roles'],
        ['looker', 'roles'],
      ],
    );
  });

  it('have slugs of their own', () => {
    assert.equal(new Set(integrationRules.map(({ slug }) => slug)).size, integrationRules.length);
    for (const { slug } of integrationRules) assert.match(slug, /^[a-z0-9-]+$/);
  });

  it('are found by any spelling of the slug', () => {
    assert.equal(integrationRule('looker')?.label, 'Looker');
    assert.equal(integrationRule('Power BI')?.slug, 'powerbi');
    assert.equal(integrationRule('juniper-mist'), integrationRule('junipermist'));
    assert.equal(integrationRule('unheard-of'), undefined);
  });

  it('have a name for people and a group', () => {
    for (const { slug, label, category } of integrationRules) {
      assert.match(label, /^\S(.*\S)?$/, slug);
      assert.match(category, /^[a-z]+(-[a-z]+)*$/, slug);
    }
    assert.deepEqual(integrationRule('gitlab')?.requiredQueryOneOf, ['organization_id', 'workspace_id']);
    assert.equal(integrationRule('junipermist')?.label, 'Juniper Mist');
  });
});
