/** Words with `{0}`, `{1}` replaced by what stands for them. */
export function fill(words: string, ...values: readonly (string | number)[]): string {
  return words.replace(/\{(\d)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
}
