import assert from 'node:assert/strict';
import { stageOf } from '../../../../src/core/http/environmentName';

describe('what the name of an environment says of it', () => {
  for (const name of [
    'production',
    'Production',
    'prod',
    'acme-prod-eu',
    'Acme (live)',
    'PRD 2',
    'staging, production',
  ])
    it(`is production: ${name}`, () => assert.equal(stageOf(name), 'production'));

  for (const name of ['staging', 'sandbox', 'Acme_Dev', 'pre-production', 'non-prod', 'nonprod', 'QA 2', 'Demo'])
    it(`is something else: ${name}`, () => assert.equal(stageOf(name), 'other'));

  for (const name of ['', 'Acme', 'reproduction', 'delivery', 'EU', 'contest', 'продукция'])
    it(`is nothing: “${name}”`, () => assert.equal(stageOf(name), undefined));
});
