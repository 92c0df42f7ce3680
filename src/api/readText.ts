/**
 * Reads a body as UTF-8, to its end or to `limit` bytes. `complete` is false when there was more. Rejects with what the
 * stream breaks with.
 */
export async function readText(
  response: Response,
  limit: number,
): Promise<{ readonly text: string; readonly complete: boolean }> {
  if (response.body === null) return { text: '', complete: true };
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: pieces.join('') + decoder.decode(), complete: true };
    bytes += value.byteLength;
    if (bytes > limit) {
      pieces.push(decoder.decode(value.subarray(0, Math.max(0, value.byteLength - (bytes - limit)))));
      // Not awaited: a stalled server must not hold us up.
      reader.cancel().catch(() => undefined);
      return { text: pieces.join(''), complete: false };
    }
    pieces.push(decoder.decode(value, { stream: true }));
  }
}
