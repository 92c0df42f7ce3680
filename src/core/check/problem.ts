import type { Coded } from '../json/coded';
import type { ForeignSpelling } from '../json/foreignTokens';
import type { JsonPath } from '../json/jsonPath';
import type { LossParams } from '../json/scanJson';
import type { TextRange } from '../json/textEdit';
import type { FindingParams } from '../schema/schemaFindings';
import type { JsonTypeName } from '../schema/userSchemaShape';

export type Severity = 'error' | 'warning' | 'information';

/** What a server said of a field, in its own words where it had any. */
interface ServerSaid {
  readonly message?: string;
}

/** What each code says besides the place: the words are made at the edge. The codes are stable. */
export interface ProblemParams extends LossParams, Omit<FindingParams, 'missingField' | 'wrongType'> {
  /** `reason`: the name of jsonc-parser's parse error code. */
  readonly syntaxError: { readonly reason: string };
  /** What another notation has in place of JSON. */
  readonly foreignSyntax: ForeignSpelling;
  /** So many users, one a line. */
  readonly jsonLines: { readonly count: number };
  /** The response of an API, with users in the member of this name. */
  readonly listOfUsers: { readonly name: string };
  /** `inCell`: of a table, where `got` is nothing that somebody wrote. */
  readonly wrongType: FindingParams['wrongType'] & { readonly inCell?: true };
  /** `nothing`: an empty text. */
  readonly notAUser: { readonly got: JsonTypeName | 'nothing' };
  /** `fromServer`: a response said so, not a check made here. `conditional`: needed under some conditions only. */
  readonly missingField: FindingParams['missingField'] &
    ServerSaid & { readonly fromServer?: true; readonly conditional?: true };
  /** The body has another ID than `$truto`, or an empty one, which would be sent. */
  readonly differentIds: { readonly named: string; readonly got: unknown };
  readonly refusedByServer: ServerSaid & {
    readonly field: string;
    readonly in?: 'query';
    readonly integration: string;
  };
}

export type ProblemCode = keyof ProblemParams;

/** Something wrong with a user file, as data. */
export type Problem = TextRange &
  Coded<ProblemParams> & {
    readonly severity: Severity;
    readonly path: JsonPath;
    /** The live user has it like this, too. */
    readonly isLive?: true;
    readonly related?: readonly TextRange[];
  };

export type ProblemOf<Code extends ProblemCode> = Extract<Problem, { readonly code: Code }>;
