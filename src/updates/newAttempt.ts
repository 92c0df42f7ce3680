import { memberOf } from '../core/json/isSameState';
import { KeptUser, type Seal } from '../core/secrets/keptUser';
import type { OpenAttempt } from '../core/update/openAttempts';
import { bodyJson, fieldValues } from '../core/update/userFile';
import type { Prepared } from './prepared';

type User = Readonly<Record<string, unknown>>;

/** What goes out, parameters and body, as a keyed hash: the same for the same update of a user. */
export const contentOf = ({ query, fields }: Pick<Prepared, 'query' | 'fields'>, seal: Seal): string =>
  seal(JSON.stringify([query, bodyJson(fields)]));

/** An attempt of a prepared update, under a new key. */
export function newAttempt(prepared: Prepared, seal: Seal, now: number): OpenAttempt {
  const { fields, live, source, who } = prepared;
  const names = fields.map(({ name }) => name);
  return {
    key: crypto.randomUUID(),
    content: contentOf(prepared, seal),
    firstUsed: now,
    who,
    source: seal(source),
    sent: {
      names,
      before: live && KeptUser.of(valuesOf(names, live), seal),
      after: KeptUser.of(fieldValues(fields), seal),
    },
    isFailedAlike: false,
  };
}

/** Some fields of a user; null where it has none. */
export const valuesOf = (names: readonly string[], user: User = {}): User =>
  Object.fromEntries(names.map((name) => [name, memberOf(user, name) ?? null]));
