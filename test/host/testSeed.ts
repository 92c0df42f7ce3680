import fc from 'fast-check';
import { SeededRandom } from '../../src/sandbox/seededRandom';

/** The variable that plays a run's chances again. */
export const seedVariable = 'TEST_SEED';

/** Where all chance in the tests comes from: a whole number, another one in each run unless TEST_SEED names it. */
export const testSeed = readSeed();

/** A generator for chance made by hand; each name has a sequence of its own, whichever tests run before it. */
export function seededRandom(name: string): SeededRandom {
  return new SeededRandom(testSeed, name);
}

/** Lets fast-check take its chances from the same seed. */
export function seedProperties(): void {
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: testSeed });
}

function readSeed(): number {
  const given = process.env[seedVariable];
  if (given === undefined || given === '') return Date.now() % 2 ** 31;
  if (!/^\d{1,10}$/.test(given)) throw new Error(`${seedVariable} takes a whole number, not "${given}"`);
  return Number(given);
}
