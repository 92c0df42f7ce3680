/** The cells of a row of a CSV file as they are spelled, quotes and all. With the delimiter between them they are the row. */
export function spelledCells(raw: string, delimiter: string): string[] {
  const cells: string[] = [];
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < raw.length; at++) {
    if (raw[at] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && raw[at] === delimiter) {
      cells.push(raw.slice(start, at));
      start = at + 1;
    }
  }
  return [...cells, raw.slice(start)];
}

/** What a cell holds. */
export function cellText(spelled: string): string {
  const [, quoted] = /^\s*"([^]*)"\s*$/.exec(spelled) ?? [];
  return quoted === undefined ? spelled : quoted.replaceAll('""', '"');
}
