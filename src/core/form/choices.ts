import type { JsonPath } from '../json/jsonPath';

/** The fields of a user whose items are resources of the account, each with a list of its own. */
export const choiceResources = ['roles', 'groups', 'organizations', 'workspaces', 'licenses'] as const;

export type ChoiceResource = (typeof choiceResources)[number];

/** The resource that an item of a list names, where the path of it leads to one; undefined otherwise. */
export function choiceResourceAt([name, index, ...more]: JsonPath): ChoiceResource | undefined {
  if (typeof index !== 'number' || more.length > 0) return undefined;
  return choiceResources.find((resource) => resource === name);
}
