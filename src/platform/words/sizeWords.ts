import * as vscode from 'vscode';

/** A number of bytes for people. */
export function sizeWords(bytes: number): string {
  const number = (value: number) =>
    value.toLocaleString(vscode.env.language, { maximumFractionDigits: value < 10 ? 1 : 0 });
  if (bytes < 1024) return `${number(bytes)} B`;
  return bytes < 1024 ** 2 ? `${number(bytes / 1024)} KB` : `${number(bytes / 1024 ** 2)} MB`;
}
