import type { JsonPath } from '../json/jsonPath';

/** The environment variables that stand for the secrets of one snippet: none of their values is written into it. */
export class SecretVariables {
  private readonly taken = new Map<string, string>([['TRUTO_API_TOKEN', '']]);

  /** The variable for the value at a path of the body or of the query, such as TRUTO_USER_PASSWORD. */
  variable(place: 'USER' | 'QUERY', path: JsonPath): string {
    const words = path
      .join('_')
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, '_')
      .replace(/^_|_$/g, '');
    const id = JSON.stringify([place, path]);
    let name = `TRUTO_${place}_${words}`;
    // Two paths that read the same must not get each other's secret.
    while ((this.taken.get(name) ?? id) !== id) name += '_2';
    this.taken.set(name, id);
    return name;
  }

  /** All variables that the snippet needs, the token first. */
  names(): string[] {
    return [...this.taken.keys()];
  }
}
