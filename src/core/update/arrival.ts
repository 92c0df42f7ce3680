import type { ErrorExplanation } from '../errors/errorExplanation';
import { isSameJson } from '../json/isSameJson';
import { isSecretKey } from '../secrets/isSecretKey';
import type { UserField } from './userFile';

type User = Readonly<Record<string, unknown>>;

/** Whether an update without a response has been applied, as far as the live user shows. */
export type Arrival = 'arrived' | 'notArrived' | 'unclear';

/** Compares the user before the update and now. Fields that are never answered, or had the sent value before, show nothing. */
export function arrivalOf(before: User, now: User, fields: readonly UserField[]): Arrival {
  const telling = fields.filter(
    ({ name, value }) => !isSecretKey(name) && Object.hasOwn(now, name) && !isSameJson(before[name], value),
  );
  if (telling.length === 0) return 'unclear';
  if (telling.every(({ name, value }) => isSameJson(now[name], value))) return 'arrived';
  return telling.every(({ name }) => isSameJson(now[name], before[name])) ? 'notArrived' : 'unclear';
}

const findings: Readonly<Record<Arrival, string>> = {
  arrived: 'The live user was looked at: it has the values that were sent, so the update has arrived.',
  notArrived:
    'The live user was looked at: it is as before. Sending the same again is safe, it goes under the same key.',
  unclear: 'The live user was looked at, and does not tell.',
};

/** The explanation of an unknown outcome with what a look at the live user has shown. */
export function withArrival(explanation: ErrorExplanation, arrival: Arrival): ErrorExplanation {
  const nextSteps = explanation.nextSteps.filter((step) => arrival !== 'arrived' || step !== 'tryAgain');
  const cause = explanation.cause.replace(
    /(Whether the update was applied is not known|An earlier attempt may have been applied): look at the user before sending it again\./,
    '$1.',
  );
  return { ...explanation, cause: `${cause} ${findings[arrival]}`, nextSteps };
}
