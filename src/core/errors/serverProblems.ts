import { findNodeAtLocation, type Node } from 'jsonc-parser';
import type { FieldProblem } from './errorExplanation';
import type { Coded } from '../json/coded';
import type { JsonPath } from '../json/jsonPath';
import { parseJsonTree } from '../json/jsonTree';
import type { ProblemOf, ProblemParams } from '../check/problem';
import type { TextRange } from '../json/textEdit';

/** What a server said against one place of a file. It holds until that place is edited, or the file is sent again. */
export type ServerProblem = ProblemOf<'missingField' | 'refusedByServer'> & {
  /** The place: the refused value, or the object in which something is missing. */
  readonly scope: TextRange;
};

/** A change of a text, as an editor tells it. */
interface TextChange extends TextRange {
  readonly text: string;
}

/**
 * Finds the places in the text of a user file that a response complains about. What is missing is marked at the object
 * it is missing in; what the text does not hold at all, at the nearest object around it. What is needed under some
 * conditions only is information. `integration` names who spoke.
 */
export function placeServerProblems(
  text: string,
  complaints: readonly FieldProblem[],
  integration: string,
): ServerProblem[] {
  const { root } = parseJsonTree(text);
  if (!root) return [];
  return complaints.flatMap((complaint) => {
    const path: JsonPath = complaint.in === 'query' ? ['$truto', 'query', ...complaint.path] : complaint.path;
    const there = findNodeAtLocation(root, [...path]);
    if (there && complaint.kind === 'conditional') return [];
    const found = complaint.kind === 'refused' ? there : undefined;
    const { node, isExact } = found
      ? { node: found, isExact: true }
      : { node: nearest(root, path.slice(0, -1)), isExact: false };
    const scope = { offset: node.offset, length: node.length };
    return [{ ...saidOf(complaint, path, integration), ...(isExact ? scope : marker(node)), scope }];
  });
}

/** The problems left after edits of their text, moved along with it. Changes are in the order in which they apply. */
export function afterChanges(problems: readonly ServerProblem[], changes: readonly TextChange[]): ServerProblem[] {
  return changes
    .reduce<readonly ServerProblem[]>(
      (left, change) => left.flatMap((problem) => afterChange(problem, change)),
      problems,
    )
    .slice();
}

function afterChange(problem: ServerProblem, change: TextChange): ServerProblem[] {
  const { scope } = problem;
  const changeEnd = change.offset + change.length;
  if (change.offset >= scope.offset + scope.length) return [problem];
  if (changeEnd > scope.offset) return [];
  const shift = change.text.length - change.length;
  return [{ ...problem, offset: problem.offset + shift, scope: { ...scope, offset: scope.offset + shift } }];
}

type Said = Coded<Pick<ProblemParams, ServerProblem['code']>> & Pick<ServerProblem, 'severity' | 'path'>;

function saidOf({ kind, in: place, message }: FieldProblem, path: JsonPath, integration: string): Said {
  const params = {
    field: String(path.at(-1) ?? ''),
    integration,
    ...(place === 'query' && { in: place }),
    ...(message !== undefined && { message }),
  };
  switch (kind) {
    case 'conditional':
      return {
        code: 'missingField',
        severity: 'information',
        path,
        params: { ...params, fromServer: true, conditional: true },
      };
    case 'missing':
      return { code: 'missingField', severity: 'error', path, params: { ...params, fromServer: true } };
    case 'refused':
      return { code: 'refusedByServer', severity: 'error', path, params };
  }
}

/** The deepest object or list on the way of a path that the text holds. */
function nearest(root: Node, path: JsonPath): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, [...path.slice(0, length)]);
    if (node?.type === 'object' || node?.type === 'array') return node;
  }
  return root;
}

/** The key of an object that is a property's value, else its opening bracket. */
function marker(node: Node): TextRange {
  const key = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  return key ? { offset: key.offset, length: key.length } : { offset: node.offset, length: 1 };
}
