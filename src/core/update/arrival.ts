import type { Arrival, ErrorExplanation } from '../errors/errorExplanation';
import { isSameJson } from '../json/isSameJson';
import { isSecretName } from '../secrets/isSecretName';
import type { UserField } from './userFile';

type User = Readonly<Record<string, unknown>>;

/** Compares the user before the update and now. Fields that are never answered, or had the sent value before, show nothing. */
export function arrivalOf(before: User, now: User, fields: readonly UserField[]): Arrival {
  const telling = fields.filter(
    ({ name, value }) => !isSecretName(name) && Object.hasOwn(now, name) && !isSameJson(before[name], value),
  );
  if (telling.length === 0) return 'unclear';
  if (telling.every(({ name, value }) => isSameJson(now[name], value))) return 'arrived';
  return telling.every(({ name }) => isSameJson(now[name], before[name])) ? 'notArrived' : 'unclear';
}

/** The explanation of an unknown outcome with what a look at the live user has shown. What has arrived is not tried again. */
export function withArrival(explanation: ErrorExplanation, arrival: Arrival): ErrorExplanation {
  const nextSteps = explanation.nextSteps.filter((step) => arrival !== 'arrived' || step !== 'tryAgain');
  return { ...explanation, arrival, nextSteps };
}
