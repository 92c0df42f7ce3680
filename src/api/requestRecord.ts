/** One attempt, for the log. Never holds the token, a body, or the values of parameters that are not Truto's own. */
export interface RequestRecord {
  readonly method: string;
  /** With the query; the values of the person's own parameters are left out. */
  readonly path: string;
  /** From 1. */
  readonly attempt: number;
  /** From sending to the last byte. */
  readonly ms: number;
  readonly status?: number;
  /** Where there was no usable response: the kind of failure. */
  readonly failure?: string;
  readonly requestId?: string;
}

const shownParameters =
  /^(integrated_account_id|limit|status|is_sandbox|integration\.name|type|resource|truto_response_format|truto_ignore_remote_data|truto_exclude_fields\[\])$/;

/** The path with its query, where only the values of known, harmless parameters are shown. */
export function loggedPath(path: string, query: string): string {
  if (query === '') return path;
  const shown = query.split('&').map((part) => {
    const name = part.split('=', 1)[0] ?? '';
    return shownParameters.test(name) ? part : `${name}=…`;
  });
  return `${path}?${shown.join('&')}`;
}

/** The id that support asks for, under the names that gateways give it. */
export function requestIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  return headers['x-request-id'] ?? headers['x-truto-request-id'] ?? headers['request-id'] ?? headers['cf-ray'];
}
