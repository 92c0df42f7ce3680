/** As people write them, and spreadsheets in German, French, Spanish, Italian, Portuguese and Dutch. */
const yes = new Set('true yes on 1 y t wahr vrai verdadero vero verdadeiro waar'.split(' '));
const no = new Set('false no off 0 n f falsch faux falso onwaar'.split(' '));

/** The boolean that a text says; undefined where it is not sure. */
export function booleanWord(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  return yes.has(word) || (no.has(word) ? false : undefined);
}
