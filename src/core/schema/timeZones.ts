let known: readonly string[] | undefined;

/** The time zones that this machine knows, the one of all others first. */
export const timeZones = (): readonly string[] => (known ??= ['UTC', ...Intl.supportedValuesOf('timeZone')]);
