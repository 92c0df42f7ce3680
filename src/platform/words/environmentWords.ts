import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';

/** As a mark of its own that nobody overlooks. */
export const productionMark = (): string => vscode.l10n.t('PRODUCTION');

export const noEnvironmentWords = (name: string): string =>
  vscode.l10n.t('There is no environment of the name “{0}”.', name);

/** What an environment is called where something is sent to it or read from it. */
export const environmentName = ({ isProduction, profile: { name } }: Pick<Environment, 'isProduction' | 'profile'>) =>
  isProduction === true ? `${productionMark()} · ${name}` : name;
