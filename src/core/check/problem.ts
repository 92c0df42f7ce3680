import type { LossCode } from '../json/scanJson';
import type { SchemaFindingCode } from '../schema/schemaFindings';
import type { JsonPath } from '../json/jsonPath';
import type { TextRange } from '../json/textEdit';

export type Severity = 'error' | 'warning' | 'information';

export type ProblemCode = LossCode | SchemaFindingCode | 'syntaxError' | 'notAUser' | 'hiddenValue' | 'refusedByServer';

/**
 * Something wrong with a user file, as data: the words are made at the edge.
 *
 * `params` by code:
 * - `syntaxError`: `reason`, the name of jsonc-parser's parse error code
 * - `notAUser`: `got`, a JSON type name, or `nothing` for an empty text
 * - `wrongType`: `expected`, JSON type names (null is left out), and `got`, one type name
 * - `notAllowedValue`: `allowed` (null is left out), `got`, and `suggestion` when one is close
 * - `wrongFormat`: `format` (`date-time` or `uuid`) and `got`
 * - `missingField`: `field`; `in: 'query'` for a query parameter; `oneOf` when one of these query parameters is enough;
 *   `conditional: true` when it is needed under some conditions only
 * - `unknownField`: `field`, and either `readOnly: true` (Truto answers it and takes no changes) or a close `suggestion`
 * - `duplicateKey`: `field`; `related` is the first occurrence
 * - `unsafeNumber`: `got` as spelled and `becomes`, what a double would make of it
 * - `forbiddenKey`: `field`
 * - `tooDeep`: `limit`
 * - `loneSurrogate`: `got`, as `U+XXXX`
 * - `hiddenValue`: nothing; the value was copied from where it is not shown, and is not it
 * - `refusedByServer`: `message` in the server's own words, when it had any
 *
 * `integration`, in `wrongType`, `notAllowedValue` and `missingField`, names who asks when it is the account's integration.
 * `fromServer` tells that a response said so, and not a check made here.
 */
export interface Problem extends TextRange {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly path: JsonPath;
  readonly params: Readonly<Record<string, unknown>>;
  readonly related?: readonly TextRange[];
}
