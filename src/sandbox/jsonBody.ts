import { exactJsonOf } from '../core/json/exactJson';
import { trutoRefusal } from './response';
import { isRecord } from '../core/json/isRecord';

/**
 * The request's body as an object. Anything else is Truto's own 400: no JSON content type (Truto's page sends one
 * always), text that is not JSON or absurdly deep, JSON that is not an object.
 */
export function readJsonBody(
  headers: Readonly<Record<string, string>>,
  bodyText: string,
): Readonly<Record<string, unknown>> {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? ''))
    refuseBody('The Content-Type must be application/json');
  const body = exactJsonOf(bodyText);
  return isRecord(body) ? body : refuseBody('Expected an object');
}

/** Undefined for what is not JSON. */
export function parsedBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function refuseBody(message: string): never {
  throw trutoRefusal(400, `Invalid body: ${message}`, { failures: [{ path: ['body'], message }] });
}
