import { childrenOf, parseJsonTree } from '../json/jsonTree';

/**
 * Whether a text is an object that names its schema, so that VS Code's JSON service goes by that and by no other. It sees as
 * much in a text that is broken.
 */
export function namesSchema(text: string): boolean {
  if (!text.includes('"$schema"')) return false;
  const { root } = parseJsonTree(text);
  if (root?.type !== 'object') return false;
  return childrenOf(root).some(
    ({ children: [key, value] = [] }) => key?.value === '$schema' && value?.type === 'string',
  );
}
