import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { JsonPath, Problem } from '../../core/problem';
import { readUserFile } from '../../core/userFile';
import { obstacleMessage } from '../../platform/obstacleWords';
import type { FormProblem, FormTarget, FormVerb } from '../../protocol/formMessages';
import { problemMessage } from '../documents/problemMessage';
import { problemRange } from '../documents/userDiagnostics';
import type { UserServices } from '../userServices';
import type { UserTarget } from '../userTargets';
import type { FormHost } from './formHost';

const commands: Readonly<Record<FormVerb, string>> = {
  send: 'truto.sendUser',
  preview: 'truto.previewUpdate',
  openText: 'truto.openText',
  selectAccount: 'truto.selectAccount',
};

/** Connects the form to the checks, the target and the commands that the text editor has too. */
export function createFormHost(services: UserServices): FormHost {
  const { diagnostics, serverProblems } = services;
  return {
    problems: (document) => [...diagnostics.shownProblems(document), ...serverProblems.of(document)].map(formProblem),
    onDidChangeProblems: (listener, self, bag) => vscode.Disposable.from(diagnostics.onDidChange(listener, self, bag), serverProblems.onDidChange(listener, self, bag)),
    target: (document) => formTarget(document, services),
    onDidChangeTarget: services.targets.onDidChange,
    run: (verb, document) => vscode.commands.executeCommand(commands[verb], verb === 'selectAccount' ? { uri: document.uri } : document.uri),
    revealPath,
  };
}

const formProblem = (problem: Problem): FormProblem => ({ path: problem.path, severity: problem.severity, code: problem.code, message: problemMessage(problem) });

function formTarget(document: vscode.TextDocument, { targets }: UserServices): FormTarget {
  const target = targets.of(readUserFile(document.getText()), document.uri);
  const { environment, accountLabel, userId } = target;
  const reason = reasonNotToSend(target);
  return {
    ...(environment !== undefined && { environment }),
    ...(accountLabel !== undefined && { account: accountLabel }),
    ...(userId !== undefined && { user: userId }),
    canSend: reason === undefined,
    ...(reason !== undefined && { reason }),
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
  const node = tree && findNodeAtLocation(tree, [...path]);
  await vscode.commands.executeCommand('vscode.openWith', document.uri, 'default', node ? { selection: problemRange(document, node) } : {});
}
