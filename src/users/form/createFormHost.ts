import * as vscode from 'vscode';
import { nodeAt, parseJsonTree } from '../../core/json/jsonTree';
import type { JsonPath } from '../../core/json/jsonPath';
import type { Problem } from '../../core/check/problem';
import { fixOfKey, offeredFixes } from '../../core/fixes/offeredFixes';
import type { TextRange } from '../../core/json/textEdit';
import { obstacleMessage } from '../../platform/words/obstacleWords';
import type { FormProblem, FormTarget, FormVerb } from '../../protocol/formMessages';
import { problemMessage } from '../../platform/words/problemWords';
import { fixTitle } from '../../platform/words/fixWords';
import { textStyle } from '../../platform/textStyle';
import { rangeIn } from '../../platform/textRange';
import type { UserDocument } from '../documents/userDocument';
import type { UserServices } from '../userServices';
import type { UserTarget } from '../documents/userTargets';
import type { FormHost } from './formHost';

const commands: Readonly<Record<Exclude<FormVerb, 'readLive' | 'selectUser'>, string>> = {
  send: 'truto.sendUser',
  preview: 'truto.previewUpdate',
  copyAsCode: 'truto.copyAsCode',
  openText: 'truto.openText',
  selectAccount: 'truto.selectAccount',
};

/** Connects the form to the checks, the target and the commands that the text editor has too. */
export function createFormHost(services: UserServices): FormHost {
  const { documents, inFront } = services;
  const userOf = (document: vscode.TextDocument) => documents.modelOf(document);
  return {
    problems: (document) => {
      const { problems, serverProblems } = userOf(document);
      return formProblems(document, [...problems.shown, ...serverProblems.shown]);
    },
    fix: async (document, key) => {
      const problems = await userOf(document).allProblems();
      const { version } = document;
      const fix = fixOfKey(document.getText(), problems, key, textStyle(document));
      return fix && { version, edits: fix.edits() };
    },
    target: (document) => formTarget(userOf(document)),
    live: (document) => userOf(document).live.current,
    follow: (document, changed) => {
      const user = userOf(document);
      return vscode.Disposable.from(user.onDidChange(changed), user.live.follow());
    },
    focused: ({ uri }) => inFront.formUsed(uri),
    run: (verb, document) => (verb === 'selectUser' ? chooseUser(document, services) : run(verb, userOf(document))),
    revealPath,
    revealOffset: (document, offset) => showText(document, { offset, length: 0 }),
  };
}

function formProblems(document: vscode.TextDocument, problems: readonly Problem[]): FormProblem[] {
  const fixes = offeredFixes(document.getText(), problems, textStyle(document));
  return problems.map((problem, index) => ({
    path: problem.path,
    severity: problem.severity,
    code: problem.code,
    message: problemMessage(problem),
    fixes: (fixes[index] ?? []).map(({ key, fix }) => ({ key, title: fixTitle(fix.action) })),
  }));
}

/** The one verb that is no command: there is no document but that of the form to do it with. */
async function chooseUser({ uri }: vscode.TextDocument, services: UserServices): Promise<void> {
  const call = { argument: undefined, uri, environment: services.environments.active() };
  try {
    const { selectUser } = await import('../pick/selectUser');
    await selectUser(call, services);
  } catch (error) {
    services.log.error(error instanceof Error ? error.message : String(error));
    void (await import('../send/showFailure')).showFailure(error, call);
  }
}

async function run(verb: Exclude<FormVerb, 'selectUser'>, { live, uri }: UserDocument): Promise<void> {
  if (verb === 'readLive') live.readAgain();
  else await vscode.commands.executeCommand(commands[verb], verb === 'selectAccount' ? { uri } : uri);
  // The account may have been chosen by an edit of the file.
  if (verb === 'selectAccount') live.readNew();
}

function formTarget(user: UserDocument): FormTarget {
  const target = user.target();
  const { environment, accountLabel, userId } = target;
  const asked = user.rules();
  const reason = reasonNotToSend(target);
  return {
    ...(environment && { environment: environment.profile.name }),
    ...(accountLabel !== undefined && { account: accountLabel }),
    ...(userId !== undefined && { user: userId }),
    canSend: reason === undefined,
    ...(reason !== undefined && { reason }),
    ...(asked && { rules: asked }),
  };
}

function reasonNotToSend({ environment, obstacle, accountLabel = '' }: UserTarget): string | undefined {
  const { t } = vscode.l10n;
  if (environment === undefined) return t('Add a Truto environment first.');
  if (!vscode.workspace.isTrusted) return t('Nothing is sent from an untrusted workspace.');
  return obstacle && obstacleMessage(obstacle, accountLabel);
}

async function revealPath(document: vscode.TextDocument, path: JsonPath): Promise<void> {
  const { root } = parseJsonTree(document.getText());
  await showText(document, root && nodeAt(root, path));
}

async function showText(document: vscode.TextDocument, place: TextRange | undefined): Promise<void> {
  await vscode.commands.executeCommand(
    'vscode.openWith',
    document.uri,
    'default',
    place ? { selection: rangeIn(document, place) } : {},
  );
}
