import ts from 'typescript';
import { mutationsOf, type Mutation } from './mutations';

/** A mutation at its place. */
export interface Mutant extends Mutation {
  readonly id: number;
  /** From the top of the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The line of the source, without the spaces around it. */
  readonly source: string;
  readonly before: string;
}

/** A source text that holds all its mutants, each behind the question `__mutant(id)`. */
export interface Instrumented {
  readonly text: string;
  readonly mutants: readonly Mutant[];
}

/** Puts all mutants of a source file into it; their ids count on from `firstId`. */
export function instrument(file: string, source: string, firstId: number): Instrumented {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const lines = source.split('\n');
  const mutants: Mutant[] = [];

  const add = (node: ts.Node, mutation: Mutation): number => {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
    const id = firstId + mutants.length;
    mutants.push({
      ...mutation,
      id,
      file,
      line: line + 1,
      source: lines[line]?.trim() ?? '',
      before: node.getText(),
    });
    return id;
  };

  const render = (node: ts.Node): string => {
    if (
      ts.isTypeNode(node) ||
      ts.isImportDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isInterfaceDeclaration(node)
    )
      return node.getFullText();
    const text = withChildren(node, render);
    if (isRemovable(node)) return removable(node, text, add);
    return isMutable(node) ? alternatives(node, text, add) : text;
  };
  return { text: withChildren(tree, render), mutants };
}

type Add = (node: ts.Node, mutation: Mutation) => number;

/** The full text of a node, each child as `render` gives it. */
function withChildren(node: ts.Node, render: (child: ts.Node) => string): string {
  const source = node.getSourceFile().text;
  let text = '';
  let at = node.getFullStart();
  node.forEachChild((child) => {
    text += source.slice(at, child.getFullStart()) + render(child);
    at = child.getEnd();
  });
  return text + source.slice(at, node.getEnd());
}

/** What stands before a node (spaces and comments) stays before it. */
const leading = (node: ts.Node): string => node.getFullText().slice(0, node.getLeadingTriviaWidth());

function alternatives(node: ts.Expression, text: string, add: Add): string {
  const mutations = mutationsOf(node);
  if (mutations.length === 0) return text;
  const trivia = leading(node);
  const choices = mutations.map((mutation) => `__mutant(${add(node, mutation)}) ? (${mutation.after}) : `).join('');
  return `${trivia}(${choices}${text.slice(trivia.length)})`;
}

/** A statement that does something and declares nothing. */
function isRemovable(node: ts.Node): boolean {
  if (ts.isExpressionStatement(node)) return !ts.isStringLiteral(node.expression) && !isSuperCall(node.expression);
  return ts.isThrowStatement(node) || ts.isContinueStatement(node) || ts.isBreakStatement(node);
}

const isSuperCall = (node: ts.Expression): boolean =>
  ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;

function removable(node: ts.Node, text: string, add: Add): string {
  const trivia = leading(node);
  const id = add(node, { kind: 'statement', after: '' });
  return `${trivia}{ if (!__mutant(${id})) { ${text.slice(trivia.length)} } }`;
}

/** Whether an expression may stand in brackets where it stands. */
function isMutable(node: ts.Node): node is ts.Expression {
  if (!ts.isExpression(node)) return false;
  const { parent } = node;
  if (isName(node) || isAssignedTo(node)) return false;
  // What is called keeps its `this`, a chain its short cuts, a tag its template.
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    if (parent.expression === node || parent.expression.kind === ts.SyntaxKind.ImportKeyword) return false;
  }
  if (ts.isTaggedTemplateExpression(parent) || ts.isExpressionWithTypeArguments(parent)) return false;
  return !((node.flags & ts.NodeFlags.OptionalChain) !== 0 && isInnerLink(node));
}

/** A key, a module or the like: a text that is no value. */
function isName(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent) || ts.isMethodDeclaration(parent))
    return parent.name === node;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isBindingElement(parent))
    return parent.name === node || (ts.isBindingElement(parent) && parent.propertyName === node);
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ts.isExportDeclaration(parent) ||
    ts.isExternalModuleReference(parent) ||
    ts.isEnumMember(parent) ||
    ts.isLiteralTypeNode(parent)
  );
}

function isAssignedTo(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return parent.left === node && kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  return (
    ts.isDeleteExpression(parent) ||
    ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === node)
  );
}

const isInnerLink = ({ parent }: ts.Node): boolean =>
  (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isCallExpression(parent)) &&
  (parent.flags & ts.NodeFlags.OptionalChain) !== 0;
