import ts from 'typescript';
import { regexMutations } from './regexMutations';

/** One way to write a piece of code wrongly. */
export interface Mutation {
  /** Such as `comparison`. */
  readonly kind: string;
  /** What stands in place of the node. */
  readonly after: string;
}

const swapped: Readonly<Partial<Record<ts.SyntaxKind, readonly string[]>>> = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: ['!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: ['==='],
  [ts.SyntaxKind.LessThanToken]: ['<=', '>='],
  [ts.SyntaxKind.LessThanEqualsToken]: ['<', '>'],
  [ts.SyntaxKind.GreaterThanToken]: ['>=', '<='],
  [ts.SyntaxKind.GreaterThanEqualsToken]: ['>', '<'],
  [ts.SyntaxKind.PlusToken]: ['-'],
  [ts.SyntaxKind.MinusToken]: ['+'],
  [ts.SyntaxKind.AsteriskToken]: ['/'],
  [ts.SyntaxKind.SlashToken]: ['*'],
  [ts.SyntaxKind.PercentToken]: ['*'],
  [ts.SyntaxKind.AsteriskAsteriskToken]: ['*'],
  [ts.SyntaxKind.AmpersandAmpersandToken]: ['||'],
  [ts.SyntaxKind.BarBarToken]: ['&&'],
  [ts.SyntaxKind.AmpersandToken]: ['|'],
  [ts.SyntaxKind.BarToken]: ['&'],
  [ts.SyntaxKind.LessThanLessThanToken]: ['>>'],
  [ts.SyntaxKind.GreaterThanGreaterThanToken]: ['<<'],
  [ts.SyntaxKind.PlusEqualsToken]: ['-='],
  [ts.SyntaxKind.MinusEqualsToken]: ['+='],
  [ts.SyntaxKind.QuestionQuestionEqualsToken]: ['='],
};

/** Calls that an object can do without, and those that have an opposite. */
const dropped = new Set(
  'filter map sort toSorted reverse toReversed slice trim trimEnd trimStart toLowerCase toUpperCase replace replaceAll flat concat normalize'.split(
    ' ',
  ),
);
const opposites: ReadonlyMap<string, string> = new Map(
  Object.entries({
    some: 'every',
    every: 'some',
    startsWith: 'endsWith',
    endsWith: 'startsWith',
    min: 'max',
    max: 'min',
    floor: 'ceil',
    ceil: 'floor',
    indexOf: 'lastIndexOf',
    lastIndexOf: 'indexOf',
    push: 'unshift',
    find: 'findLast',
    toLowerCase: 'toUpperCase',
    toUpperCase: 'toLowerCase',
  }),
);

/** The ways to write an expression wrongly. Empty for most nodes. */
export function mutationsOf(node: ts.Expression): readonly Mutation[] {
  const mutations = [...ofCondition(node), ...ofExpression(node), ...ofReturned(node)];
  const before = node.getText();
  return mutations.filter(
    ({ after }, index) => after !== before && mutations.findIndex((other) => other.after === after) === index,
  );
}

function ofExpression(node: ts.Expression): readonly Mutation[] {
  if (ts.isBinaryExpression(node)) return ofBinary(node);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return ofUnary(node);
  if (ts.isCallExpression(node)) return [...ofCall(node), ...ofChain(node)];
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return ofChain(node);
  return ofLiteral(node);
}

function ofBinary(node: ts.BinaryExpression): readonly Mutation[] {
  const { left, operatorToken, right } = node;
  if (operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [left, right].map((side) => ({ kind: 'default', after: side.getText() }));
  return (swapped[operatorToken.kind] ?? []).map((operator) => ({
    kind: 'operator',
    after: `${left.getText()} ${operator} ${right.getText()}`,
  }));
}

function ofUnary({ operator, operand }: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): readonly Mutation[] {
  switch (operator) {
    case ts.SyntaxKind.ExclamationToken:
    case ts.SyntaxKind.MinusToken:
      return [{ kind: 'unary', after: operand.getText() }];
    case ts.SyntaxKind.PlusPlusToken:
      return [{ kind: 'unary', after: `${operand.getText()}--` }];
    case ts.SyntaxKind.MinusMinusToken:
      return [{ kind: 'unary', after: `${operand.getText()}++` }];
    default:
      return [];
  }
}

function ofCall(node: ts.CallExpression): readonly Mutation[] {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return [];
  const { name } = expression;
  const object = expression.expression.getText();
  const rest = node.getText().slice(name.getEnd() - node.getStart());
  const opposite = opposites.get(name.text);
  return [
    ...(dropped.has(name.text) ? [{ kind: 'call', after: object }] : []),
    ...(opposite === undefined ? [] : [{ kind: 'call', after: `${object}.${opposite}${rest}` }]),
  ];
}

/** A chain of `?.` without one of them. */
function ofChain(node: ts.Expression): readonly Mutation[] {
  const dots: ts.Node[] = [];
  for (let link: ts.Node = node; isLink(link); link = link.expression) {
    if (link.questionDotToken) dots.push(link.questionDotToken);
  }
  const text = node.getText();
  return dots.map((dot) => {
    const at = dot.getStart() - node.getStart();
    const rest = text.slice(at + 2);
    return { kind: 'chain', after: `${text.slice(0, at)}${/^[([]/.test(rest) ? '' : '.'}${rest}` };
  });
}

const isLink = (node: ts.Node): node is ts.PropertyAccessChain | ts.ElementAccessChain | ts.CallChain =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node);

function ofLiteral(node: ts.Expression): readonly Mutation[] {
  const literal = (after: string): readonly Mutation[] => [{ kind: 'literal', after }];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return literal('false');
  if (node.kind === ts.SyntaxKind.FalseKeyword) return literal('true');
  if (ts.isNumericLiteral(node)) return isCompared(node) ? [] : literal(`${node.text} + 1`);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return isCompared(node) ? [] : literal(node.text === '' ? "'mutant'" : "''");
  if (ts.isTemplateExpression(node)) return literal("''");
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0 ? [] : literal('[]');
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0 ? [] : literal('{}');
  if (ts.isRegularExpressionLiteral(node)) return regexMutations(node.text).map((after) => ({ kind: 'regex', after }));
  return [];
}

/** Another value to compare with makes the comparison false, as another mutation does. */
function isCompared({ parent }: ts.Expression): boolean {
  if (ts.isCaseClause(parent)) return true;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  return kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken;
}

/** What decides is always so, or never. A loop that never ends tells nothing. */
function ofCondition(node: ts.Expression): readonly Mutation[] {
  const { parent } = node;
  const decides =
    (ts.isIfStatement(parent) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node);
  if (decides) return ['true', 'false'].map((after) => ({ kind: 'condition', after }));
  const loops =
    ((ts.isWhileStatement(parent) || ts.isDoStatement(parent)) && parent.expression === node) ||
    (ts.isForStatement(parent) && parent.condition === node);
  return loops ? [{ kind: 'condition', after: 'false' }] : [];
}

/** Nothing is returned where something was. */
function ofReturned(node: ts.Expression): readonly Mutation[] {
  const { parent } = node;
  const isReturned =
    (ts.isReturnStatement(parent) && parent.expression === node) ||
    (ts.isArrowFunction(parent) && parent.body === node);
  const isMade =
    ts.isCallExpression(node) ||
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isAwaitExpression(node);
  return isReturned && isMade && node.getText() !== 'undefined' ? [{ kind: 'return', after: 'undefined' }] : [];
}
