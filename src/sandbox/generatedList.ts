const line = (number: number) => `{"line":"${String(number).padStart(9, '0')}","filler":"${'.'.repeat(30)}"},\n`;
const lineBytes = line(0).length;
const linesInChunk = 1024;
const smallest = 2 + lineBytes + 1;

/** A JSON list of exactly so many bytes (or the fewest that hold one line), in chunks of about 64 KB, made as they are taken. */
export function* generatedList(bytes: number): Generator<Uint8Array> {
  const lines = Math.floor((Math.max(bytes, smallest) - 3) / lineBytes);
  yield Buffer.from('[\n');
  for (let first = 0; first < lines - 1; first += linesInChunk) {
    const count = Math.min(linesInChunk, lines - 1 - first);
    yield Buffer.from(Array.from({ length: count }, (_, index) => line(first + index)).join(''));
  }
  const last = line(lines - 1).replace(',\n', ' \n');
  yield Buffer.from(`${last}${' '.repeat(Math.max(0, bytes - 3 - lines * lineBytes))}]`);
}

/** The same bytes in pieces of which none reaches over one of the offsets. */
export function* splitAt(chunks: Iterable<Uint8Array>, offsets: readonly number[]): Generator<Uint8Array> {
  let start = 0;
  for (const chunk of chunks) {
    const end = start + chunk.length;
    const cuts = [
      ...offsets.filter((offset) => offset > start && offset < end).sort((left, right) => left - right),
      end,
    ];
    for (const cut of cuts) {
      yield chunk.subarray(chunk.length - (end - start), chunk.length - (end - cut));
      start = cut;
    }
  }
}
