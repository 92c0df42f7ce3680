/** One word of a POSIX shell (and of zsh) that is exactly this text. */
export function shellString(text: string): string {
  return `'${insideShellString(text)}'`;
}

/** The text as it is spelled between single quotes of a POSIX shell. */
export function insideShellString(text: string): string {
  return text.replaceAll("'", "'\\''");
}
