/**
 * Reads a body to its end or to `limit` bytes. `complete` is false when there was more. Rejects with what the stream breaks
 * with. `onBytes` is told of what has come so far.
 */
export async function readBody(
  response: Response,
  limit: number,
  onBytes: (bytes: Uint8Array) => void = () => undefined,
): Promise<{ readonly bytes: Uint8Array; readonly complete: boolean }> {
  if (response.body === null) return { bytes: new Uint8Array(), complete: true };
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { bytes: Buffer.concat(pieces), complete: true };
    onBytes(value);
    pieces.push(value.subarray(0, limit - size));
    size += value.byteLength;
    if (size > limit) {
      // Not awaited: a stalled server must not hold us up.
      reader.cancel().catch(() => undefined);
      return { bytes: Buffer.concat(pieces), complete: false };
    }
  }
}
