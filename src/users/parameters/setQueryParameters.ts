import * as vscode from 'vscode';
import type { Environment } from '../../api/environment';
import { asDoubles } from '../../core/json/exactJson';
import { integrationRule } from '../../core/rules/integrations';
import { parameterProblem } from '../../core/parameters/parameterValue';
import { queryParameters } from '../../core/parameters/queryParameters';
import type { UserFile } from '../../core/update/userFile';
import { objectArgument } from '../../platform/commandArguments';
import { problemMessage } from '../../platform/words/problemWords';
import type { CommandCall } from '../commandCall';
import type { UserDocument } from '../documents/userDocument';
import { writeValues } from '../form/documentEdits';
import { openUserDocument } from '../send/readyDocument';
import { settingsQuery } from '../../platform/settingsQuery';
import { SendRefused } from '../send/sendRefused';
import type { UserServices } from '../userServices';
import { askValue } from './askValue';
import { pickParameter } from './pickParameter';

/**
 * Writes query parameters into `$truto.query` of a user file, each as one step to undo. `{ uri, query }` sets those
 * values without asking, null takes one out, and nothing is written when one is wrong; without `query` a person picks
 * them one after the other. Resolves to `$truto.query` as it then is. Throws SendRefused.
 */
export async function setQueryParameters(
  { argument, uri, environment }: CommandCall,
  services: UserServices,
): Promise<Readonly<Record<string, unknown>>> {
  const user = await openUserDocument(uri, services);
  userFileOf(user);
  await user.rulesReady(environment);
  const given = objectArgument(argument, 'query');
  if (given === undefined) await askParameters(user, environment);
  else await setGiven(user, given, environment);
  return asDoubles(userFileOf(user).query) as Readonly<Record<string, unknown>>;
}

async function setGiven(user: UserDocument, given: object, environment: Environment | undefined): Promise<void> {
  const changes = Object.entries(given).map(([name, value]): [string, string | undefined] => [
    name,
    value === null || value === undefined ? undefined : JSON.stringify(value),
  ]);
  for (const [name, json] of changes) {
    const problem = json === undefined ? undefined : parameterProblem(name, json, user.rules(environment));
    if (problem) throw new SendRefused(vscode.l10n.t('Not set: {0}', problemMessage(problem)));
  }
  for (const [name, json] of changes) await write(user.document, name, json);
}

async function askParameters(user: UserDocument, environment: Environment | undefined): Promise<void> {
  let latest: string | undefined;
  for (;;) {
    const { parameters, integration } = parametersOf(user, environment);
    const parameter = await pickParameter(parameters, integration, latest);
    const answer = parameter && (await askValue(parameter, user.rules(environment)));
    if (!answer) return;
    if (answer.kind !== 'back')
      await write(user.document, parameter.name, answer.kind === 'set' ? answer.json : undefined);
    latest = parameter.name;
  }
}

/** The parameters of a file as it is now, and the integration of its account where known. */
function parametersOf(user: UserDocument, environment: Environment | undefined) {
  const file = userFileOf(user);
  const accountRules = user.rules(environment);
  const { accountId } = user.target(environment);
  const known = accountId === undefined ? undefined : environment?.knownAccount(accountId)?.integration;
  const reference = integrationRule(known?.name ?? accountRules?.integration ?? '');
  return {
    parameters: queryParameters({
      query: file.query,
      settings: settingsQuery(user.uri),
      rules: accountRules,
      supported: reference?.supportedQuery ?? [],
    }),
    integration: known?.label ?? accountRules?.integration,
  };
}

function userFileOf({ text: { file } }: UserDocument): UserFile {
  if (!file) throw new SendRefused(vscode.l10n.t('No query parameters: the file is not a single JSON object.'));
  return file;
}

/** Sets or, without JSON, removes a parameter in the text as it then is. */
async function write(document: vscode.TextDocument, name: string, json: string | undefined): Promise<void> {
  if (!(await writeValues(document, { path: ['$truto', 'query', name], json })))
    throw new SendRefused(
      vscode.l10n.t(
        'Not set: “{0}” could not be written. “$truto” and its “query” must be objects, and the file writable.',
        name,
      ),
    );
}
