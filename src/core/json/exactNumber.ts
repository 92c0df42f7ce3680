import { decimalOf } from './unsafeNumber';

/** Of TypeScript's libraries none knows it yet; of the engines, those of VS Code 1.101 and later do. */
declare global {
  interface JSON {
    rawJSON(text: string): unknown;
  }
}

/**
 * A number that JavaScript would not write as JSON spelled it: it has more digits than a double holds, is beyond what one
 * holds, or has another form (`1.0`, `1e3`, `-0`). It is written as it came.
 */
export class ExactNumber {
  constructor(readonly spelled: string) {}

  /** What a double makes of it. */
  valueOf(): number {
    return Number(this.spelled);
  }

  toString(): string {
    return this.spelled;
  }

  toJSON(): unknown {
    return JSON.rawJSON(this.spelled);
  }

  /** Another one of the same size where there is one: a double, else the one of the fewest digits. */
  inOneSpelling(): number | ExactNumber {
    const decimal = decimalOf(this.spelled);
    const value = Number(this.spelled);
    return decimal === decimalOf(String(value)) ? value : new ExactNumber(decimal);
  }
}

/** A number as JSON spells it. */
export function exactNumber(spelled: string): number | ExactNumber {
  const value = Number(spelled);
  return String(value) === spelled ? value : new ExactNumber(spelled);
}

/** Whether two values are numbers of the same size, to the last digit, however they are spelled. */
export function isSameNumber(one: unknown, other: unknown): boolean {
  return one === other || (isNumber(one) && isNumber(other) && decimalOf(String(one)) === decimalOf(String(other)));
}

const isNumber = (value: unknown): boolean => typeof value === 'number' || value instanceof ExactNumber;
