/** As much of VS Code as making words takes, for tests in plain Node: the language is English. */
export const env = { language: 'en' };

export const l10n = {
  t: (message: string, ...args: readonly (string | number | boolean)[]): string =>
    message.replace(/\{(\d+)\}/g, (whole, index) => String(args[Number(index)] ?? whole)),
};
