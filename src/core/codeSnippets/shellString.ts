/** One word of a POSIX shell (and of zsh) that is exactly this text. */
export function shellString(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
