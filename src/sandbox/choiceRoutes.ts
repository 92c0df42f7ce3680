import { choiceResources, type ChoiceResource } from '../core/form/choices';
import { trutoRefusal } from './response';
import { page } from './pages';
import { readJson, type Call, type Route, type World } from './route';
import { userAccount } from './userAccount';

/** The sister resources of users, each with a list of its own. */
export const choiceRoutes: readonly Route[] = choiceResources.map((resource) => ({
  method: 'GET',
  path: `/unified/user-directory/${resource}`,
  handle: (call: Call, world: World) => {
    const account = userAccount(call, world);
    const { choices } = account.quirks;
    if (choices?.methods === 'none')
      throw trutoRefusal(405, `The method list is not supported for ${resource} of ${account.integration.label}`);
    const all = choicesOf(resource, choices?.count ?? usualCounts[resource]);
    const { items, nextCursor, previousCursor } = page(all, call.query, `${resource} of ${account.id}`);
    return readJson({
      result: choices?.idsOnly ? items.map(({ id }) => ({ id })) : items,
      next_cursor: nextCursor,
      prev_cursor: previousCursor,
      result_count: items.length,
      ...(choices?.idsOnly && { is_partial_response: true }),
    });
  },
}));

const usualCounts: Readonly<Record<ChoiceResource, number>> = {
  roles: 4,
  groups: 60,
  organizations: 2,
  workspaces: 3,
  licenses: 3,
};

const firstNames: Readonly<Partial<Record<ChoiceResource, readonly string[]>>> = {
  roles: ['admin', 'member', 'viewer', 'billing'],
  licenses: ['Free', 'Pro', 'Enterprise'],
};

function choicesOf(resource: ChoiceResource, count: number): { readonly id: string; readonly name: string }[] {
  const singular = resource.slice(0, -1);
  return Array.from({ length: count }, (_, index) => {
    const name = firstNames[resource]?.[index];
    return { id: `${singular}_${name?.toLowerCase() ?? index + 1}`, name: name ?? `${capital(singular)} ${index + 1}` };
  });
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
