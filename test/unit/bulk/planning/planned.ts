import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { planEnding, type PlanHeader, type PlanRow } from '../../../../src/bulk/plan/planFile';
import { openPlan, planFaults } from '../../../../src/bulk/plan/planReader';
import { makePlan, type PlanRequest } from '../../../../src/bulk/planning/makePlan';
import { surveySource } from '../../../../src/bulk/planning/survey';
import { Seals } from '../../../../src/updates/seals';
import type { HeadlessWindow } from '../../updates/headless';
import { sourceFile } from '../source/sources';

export interface Planned {
  readonly header: PlanHeader;
  readonly rows: readonly PlanRow[];
  readonly file: string;
  readonly text: string;
}

/** The plan of a text, made and read again. */
export async function planOf(
  window: HeadlessWindow,
  text: string,
  ending: string,
  options: Partial<PlanRequest> & Pick<PlanRequest, 'accountId'>,
): Promise<Planned> {
  const common = { inOrder: false, unknownFields: 'warning' as const };
  const survey = await surveySource(sourceFile(text, ending), { ...common, ...options });
  const file = survey.file.replace(/\.\w+$/, planEnding);
  const seal = await new Seals(window.storage).kept();
  assert.ok(seal);
  const header = await makePlan(survey, file, {
    ...{ environment: window.environments.open(), body: 'changed', query: {}, concurrency: 5, seal },
    ...{ signal: new AbortController().signal, ...common, ...options },
  });
  const rows: PlanRow[] = [];
  for await (const row of (await openPlan(file)).rows()) rows.push(row);
  assert.deepEqual(await planFaults(file), []);
  return { header, rows, file, text: readFileSync(file, 'utf8') };
}

export const verdicts = ({ rows }: Planned) => rows.map(({ verdict }) => verdict);
