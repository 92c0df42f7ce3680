import type * as z from 'zod/mini';

/**
 * Parses what came from the other side. What is no message of ours is undefined and logged: the place and kind of the
 * first fault, never the content, which can hold a password.
 */
export function readMessage<Schema extends z.ZodMiniType>(
  schema: Schema,
  data: unknown,
  log: (message: string) => void,
): z.infer<Schema> | undefined {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  log(`Ignored a message: ${issue?.code ?? 'unknown'} at /${issue?.path.map(String).join('/') ?? ''}`);
  return undefined;
}
