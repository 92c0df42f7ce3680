import { accountRoutes } from './accountRoutes';
import { Refusal, trutoRefusal } from './response';
import type { Handled } from './idempotency';
import { choiceRoutes } from './choiceRoutes';
import { environmentRoutes } from './environmentRoutes';
import { logRoutes } from './logRoutes';
import { matchPath, type Call, type Route, type World } from './route';
import { userRoutes } from './userRoutes';

const routes: readonly Route[] = [...accountRoutes, ...userRoutes, ...choiceRoutes, ...environmentRoutes, ...logRoutes];

/** Runs the operation that the method and path name. Every refusal becomes its response; nothing is thrown for one. */
export function operate(call: Omit<Call, 'params'>, world: World): Handled {
  try {
    const { route, params } = findRoute(call.method, call.path);
    return route.handle({ ...call, params }, world);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // These two are the provider's verdict on the operation itself; a repeated key gets the same one.
    return { response: error.response, carriedOut: error.status === 409 || error.status === 422, applied: false };
  }
}

function findRoute(method: string, path: string): { route: Route; params: Record<string, string> } {
  const found = routes.flatMap((route) => {
    const params = matchedParams(route, path);
    return params === undefined ? [] : [{ route, params }];
  });
  const match = found.find(({ route }) => route.method === method);
  if (match !== undefined) return match;
  if (found.length === 0) throw trutoRefusal(404, `Route ${method}:${path} not found`);
  const allow = found.map(({ route }) => route.method).join(', ');
  throw trutoRefusal(405, `The method ${method} is not supported for ${path}`, { headers: { allow } });
}

function matchedParams(route: Route, path: string): Record<string, string> | undefined {
  try {
    return matchPath(route, path);
  } catch (error) {
    if (error instanceof URIError) throw trutoRefusal(400, 'The path is not properly percent-encoded');
    throw error;
  }
}
