/**
 * What a double makes of a number spelled in JSON, when that is another number; undefined when the number survives.
 * Programs that read the number as a double, as JavaScript does, would change it.
 */
export function unsafeNumber(spelled: string): string | undefined {
  // 15 significant digits always survive.
  if (spelled.length <= 15 && !/e/i.test(spelled)) return undefined;
  const value = Number(spelled);
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return /^[-0.]*[1-9]/.test(spelled) ? '0' : undefined;
  if (/^-?\d+$/.test(spelled)) return BigInt(spelled) === BigInt(value) ? undefined : String(BigInt(value));
  return decimalOf(spelled) === decimalOf(String(value)) ? undefined : String(value);
}

/**
 * Whether a number is a double in the 17 digits that many programs write of any (`0.80000000000000004`): the one who wrote it
 * and whoever reads it as a double have the same.
 */
export const isDoubleInFull = (spelled: string): boolean =>
  decimalOf(spelled) === decimalOf(Number(spelled).toPrecision(17));

/** One spelling for every number, of any size: its significant digits and its power of ten. */
export function decimalOf(spelled: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(spelled) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return '0';
  let last = digits.length;
  while (last > 0 && digits[last - 1] === '0') last--;
  return `${sign}${digits.slice(0, last)}e${Number(power) - fraction.length + digits.length - last}`;
}
