import type { JsonPath } from '../json/jsonPath';

/**
 * Where the user stands in a response of a format: the way to it; undefined where it has the provider's own shape, of
 * which nothing is known.
 */
export function userPath(format: unknown): JsonPath | undefined {
  switch (format) {
    case undefined:
    case 'unified':
    case 'normalized':
    case 'stream':
      return [];
    case 'debug':
      return ['result'];
    default:
      return undefined;
  }
}
