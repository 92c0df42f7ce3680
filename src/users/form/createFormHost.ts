import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { JsonPath } from '../../core/json/jsonPath';
import type { Problem } from '../../core/check/problem';
import type { TextRange } from '../../core/json/textEdit';
import { readUserFile } from '../../core/update/userFile';
import { obstacleMessage } from '../../platform/words/obstacleWords';
import type { FormProblem, FormTarget, FormVerb } from '../../protocol/formMessages';
import { problemMessage } from '../../platform/words/problemWords';
import { problemRange } from '../documents/userDiagnostics';
import type { UserServices } from '../userServices';
import type { UserTarget } from '../documents/userTargets';
import type { FormHost } from './formHost';

const commands: Readonly<Record<Exclude<FormVerb, 'readLive'>, string>> = {
  send: 'truto.sendUser',
  preview: 'truto.previewUpdate',
  copyAsCode: 'truto.copyAsCode',
  openText: 'truto.openText',
  selectAccount: 'truto.selectAccount',
};

/** Connects the form to the checks, the target and the commands that the text editor has too. */
export function createFormHost(services: UserServices): FormHost {
  const { diagnostics, liveUsers, rules, serverProblems, targets } = services;
  return {
    problems: (document) => [...diagnostics.shownProblems(document), ...serverProblems.of(document)].map(formProblem),
    onDidChangeProblems: (listener, self, bag) =>
      vscode.Disposable.from(
        diagnostics.onDidChange(listener, self, bag),
        serverProblems.onDidChange(listener, self, bag),
      ),
    target: (document) => formTarget(document, services),
    onDidChangeTarget: (listener, self, bag) => {
      const tell = () => {
        listener.call(self);
      };
      return vscode.Disposable.from(
        targets.onDidChange(tell, undefined, bag),
        rules.onDidChange(tell, undefined, bag),
        vscode.workspace.onDidGrantWorkspaceTrust(tell, undefined, bag),
      );
    },
    followLive: (document) => liveUsers.follow(document),
    live: (document) => liveUsers.of(document),
    onDidChangeLive: liveUsers.onDidChange,
    run: (verb, document) => run(verb, document, services),
    revealPath,
    revealOffset: (document, offset) => showText(document, { offset, length: 0 }),
  };
}

const formProblem = (problem: Problem): FormProblem => ({
  path: problem.path,
  severity: problem.severity,
  code: problem.code,
  message: problemMessage(problem),
});

async function run(verb: FormVerb, { uri }: vscode.TextDocument, { liveUsers }: UserServices): Promise<void> {
  if (verb === 'readLive') liveUsers.readAgain(uri);
  else await vscode.commands.executeCommand(commands[verb], verb === 'selectAccount' ? { uri } : uri);
  // The account may have been chosen by an edit of the file.
  if (verb === 'selectAccount') liveUsers.readNew(uri);
}

function formTarget(document: vscode.TextDocument, { rules, targets }: UserServices): FormTarget {
  const target = targets.of(readUserFile(document.getText()), document.uri);
  const { environment, accountLabel, userId } = target;
  const asked = rules.of(document);
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
  const tree = parseTree(document.getText());
  await showText(document, tree && findNodeAtLocation(tree, [...path]));
}

async function showText(document: vscode.TextDocument, place: TextRange | undefined): Promise<void> {
  await vscode.commands.executeCommand(
    'vscode.openWith',
    document.uri,
    'default',
    place ? { selection: problemRange(document, place) } : {},
  );
}
