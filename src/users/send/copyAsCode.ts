import * as vscode from 'vscode';
import { codeSnippet, isCodeLanguage, type CodeLanguage } from '../../core/codeSnippets/codeSnippet';
import { bodyJson } from '../../core/update/userFile';
import { textArgument } from '../../platform/commandArguments';
import { plainItems } from '../../platform/labels';
import { tell } from '../../platform/notify';
import { environmentOf, type CommandCall } from '../commandCall';
import { openUserDocument, refuseUntrusted } from './readyDocument';
import { prepareLook } from './prepareUpdate';
import type { SendServices } from './sendUser';
import { SendRefused } from './sendRefused';

/**
 * Copies the update that would be sent now as code, or the whole file where nothing differs. `{ uri, language }` asks nothing. Resolves to the code; to undefined
 * when the person dismissed a question. Throws as `prepareLook` does, NoEnvironmentError and SendRefused.
 */
export async function copyAsCode(call: CommandCall, services: SendServices): Promise<string | undefined> {
  const { t } = vscode.l10n;
  refuseUntrusted();
  const environment = environmentOf(call, services.environments);
  const user = await openUserDocument(call.uri, services);
  const { file } = user.text;
  if (!file) throw new SendRefused(t('No code: the file is not a single JSON object.'));
  const language = await codeLanguage(textArgument(call.argument, 'language'));
  const update = language && (await prepareLook(file, user, environment, services));
  if (!update) return undefined;
  const fields = update.fields.length > 0 ? update.fields : file.fields;
  if (fields.length === 0) throw new SendRefused(t('No code: the file has no fields.'));
  const { text, variables } = codeSnippet(language, {
    baseUrl: update.environment.profile.baseUrl,
    accountId: update.accountId,
    userId: update.userId,
    query: update.query,
    bodyJson: bodyJson(fields),
  });
  await vscode.env.clipboard.writeText(text);
  void tell(
    'information',
    update.fields.length > 0
      ? t(
          'The update of {0} was copied as code. It reads from the environment: {1}.',
          update.userName,
          variables.join(', '),
        )
      : t(
          'The file matches the live user {0}, so the whole file was copied as code. It reads from the environment: {1}.',
          update.userName,
          variables.join(', '),
        ),
  );
  return text;
}

async function codeLanguage(named: string | undefined): Promise<CodeLanguage | undefined> {
  const { t } = vscode.l10n;
  if (isCodeLanguage(named)) return named;
  if (named !== undefined) throw new SendRefused(t('No code: there is no language “{0}”.', named));
  const items: (vscode.QuickPickItem & { language: CodeLanguage })[] = [
    { language: 'curl', label: 'cURL', description: t('for bash and zsh') },
    { language: 'powershell', label: 'PowerShell', description: 'Invoke-RestMethod' },
    { language: 'javascript', label: 'JavaScript', description: 'fetch' },
    { language: 'python', label: 'Python', description: 'requests' },
    {
      language: 'typescriptSdk',
      label: 'TypeScript SDK',
      description: t('@truto/truto-ts-sdk, as on Truto’s API page'),
    },
    { language: 'typescriptSdk2', label: 'TypeScript SDK 2.x', description: t('@truto/truto-ts-sdk, as published') },
    { language: 'pythonSdk', label: 'Python SDK', description: 'truto-python-sdk' },
  ];
  const picked = await vscode.window.showQuickPick(plainItems(items), {
    title: t('Copy Request as Code'),
    placeHolder: t('The code reads the API token from the environment variable TRUTO_API_TOKEN'),
  });
  return picked?.language;
}
