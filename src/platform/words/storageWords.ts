import * as vscode from 'vscode';

/**
 * Says what is lost of an update where VS Code's storage cannot be written; undefined where nothing is.
 * @param base the edit base, if the live user can be read
 * @param isUnkept whether the attempt could not be kept
 */
export function storageWords(
  base: { readonly isKept: boolean } | undefined,
  isUnkept: boolean | undefined,
): string | undefined {
  const { t } = vscode.l10n;
  const lost = [
    ...(base?.isKept === false ? [t('Changes that others make meanwhile cannot be detected.')] : []),
    ...(isUnkept === true
      ? [t('If this window is closed before the response to an update, sending it again may apply it twice.')]
      : []),
  ];
  return lost.length === 0 ? undefined : [t('The storage of VS Code cannot be written.'), ...lost].join(' ');
}
