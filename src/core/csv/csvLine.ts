/**
 * A line of a CSV file, with its line end. A cell that a spreadsheet would run as a formula begins with an apostrophe, which
 * makes it a text there.
 */
export const csvLine = (cells: readonly string[]): string => `${cells.map((cell) => csvCell(cell)).join(',')}\r\n`;

/** One cell, as it stands between delimiters. */
export function csvCell(text: string, delimiter = ','): string {
  const plain = /^[\s\p{Cc}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) || plain.includes(delimiter) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
