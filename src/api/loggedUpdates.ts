import type { LogPage } from './responses';

/** An update that Truto ran, as its log tells. */
export interface LoggedUpdate {
  /** By the clock of the response that told of it. */
  readonly secondsAgo: number;
  readonly status?: number;
  /** Undefined where the log does not say whose update it was. */
  readonly userId?: string;
}

/** Whether it was applied; one without a status was, as far as the log tells. */
export const isSuccess = ({ status = 200 }: LoggedUpdate): boolean => status >= 200 && status < 300;

/** A page of the log, the newest first. */
export interface LoggedUpdates {
  readonly updates: readonly LoggedUpdate[];
  /** In s: so long ago was the oldest request of the page, of whatever kind; undefined where it has none. */
  readonly reach?: number;
  readonly nextCursor?: string;
}

/** @param date of the response, as its header tells */
export function loggedUpdates({ requests, nextCursor }: LogPage, date: string | undefined): LoggedUpdates {
  const told = Date.parse(date ?? '');
  const now = Number.isNaN(told) ? Date.now() : told;
  const updates = requests
    .filter(({ method, resource }) => method === 'update' && resource === 'users')
    .map(({ at, status, url }) => {
      const userId = userOf(url);
      return {
        secondsAgo: (now - at) / 1000,
        ...(status !== undefined && { status }),
        ...(userId !== undefined && { userId }),
      };
    });
  const oldest = requests.reduce((least, { at }) => Math.min(least, at), Infinity);
  return {
    updates,
    ...(requests.length > 0 && { reach: (now - oldest) / 1000 }),
    ...(nextCursor !== undefined && { nextCursor }),
  };
}

function userOf(url = ''): string | undefined {
  const [, segment] = /\/users\/([^/?#]+)/.exec(url) ?? [];
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
