/** Whether the plays of chance are long ones, which take many minutes: `npm run test:long`. */
export const isLong = process.env['TEST_LONG'] !== undefined;

/** How often, how deep or how much: in every run, and in a long one. */
export function amount(usual: number, long: number): number {
  return isLong ? long : usual;
}
