/** One named member of an object argument. */
export function argumentOf(argument: unknown, name: string): unknown {
  return typeof argument === 'object' && argument !== null ? (argument as Record<string, unknown>)[name] : undefined;
}

/** One named member of an object argument, when it is text. */
export function textArgument(argument: unknown, name: string): string | undefined {
  const value = argumentOf(argument, name);
  return typeof value === 'string' ? value : undefined;
}
