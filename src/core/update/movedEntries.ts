/** A document, or all of a folder, goes by another name from now on. Both names are URIs as text. */
export interface DocumentMove {
  readonly from: string;
  /** Undefined when it is gone for good. */
  readonly to: string | undefined;
  /** The old document is still there, with all that was known of it. */
  readonly isCopy: boolean;
}

/**
 * What is kept under the names of documents after a move. What it moves takes the place of what was there, but for a copy: that a
 * document has the text of another one need not mean that it was saved from it.
 */
export function movedEntries<T>(entries: Readonly<Record<string, T>>, move: DocumentMove): Readonly<Record<string, T>> {
  const { from, to, isCopy } = move;
  const left = Object.entries(entries).filter(([uri]) => isCopy || (uri !== to && !isPartOf(uri, from)));
  const moved =
    to === undefined
      ? []
      : Object.entries(entries)
          .filter(([uri]) => isPartOf(uri, from))
          .map(([uri, entry]) => [to + uri.slice(from.length), entry] as const);
  return Object.fromEntries([...moved, ...left]);
}

/** Whether a document is the one of this name, or stands somewhere in the folder of this name. */
export const isPartOf = (uri: string, name: string): boolean => uri === name || uri.startsWith(`${name}/`);
