import { percentEncode } from '../http/query';
import { replaceSecrets } from '../secrets/shown';

/** One update, as the extension would send it. */
export interface CodeRequest {
  /** As `checkBaseUrl` accepts it: without a slash at the end. */
  readonly baseUrl: string;
  readonly accountId: string;
  readonly userId: string;
  /** Query parameters besides the account, unencoded. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Valid JSON: one object. */
  readonly bodyJson: string;
}

export const defaultBaseUrl = 'https://api.truto.one';

/** The address of the user, percent-encoded, without the query. */
export function userUrl({ baseUrl, userId }: CodeRequest): string {
  return `${baseUrl}/unified/user-directory/users/${percentEncode(userId)}`;
}

/** All query parameters, the account among them. */
export function wholeQuery({ query, accountId }: CodeRequest): Record<string, unknown> {
  return { ...query, integrated_account_id: accountId };
}

/** Body and query as one JSON without its secrets, for whom its numbers matter. */
export function openJson(request: CodeRequest): string {
  return replaceSecrets(`[${request.bodyJson},${JSON.stringify(wholeQuery(request))}]`, () => '0');
}

/** Whether the response is JSON; `raw` and `stream` may be anything. */
export function respondsJson({ query }: CodeRequest): boolean {
  return query['truto_response_format'] !== 'raw' && query['truto_response_format'] !== 'stream';
}
