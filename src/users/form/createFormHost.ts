import * as vscode from 'vscode';
import { nodeAt, parseJsonTree } from '../../core/json/jsonTree';
import type { JsonPath } from '../../core/json/jsonPath';
import { fixOfKey, offeredFixes } from '../../core/fixes/offeredFixes';
import type { TextRange } from '../../core/json/textEdit';
import { obstacleMessage } from '../../platform/words/obstacleWords';
import type { FormProblem, FormTarget, FormVerb } from '../../protocol/formMessages';
import { problemMessage } from '../../platform/words/problemWords';
import { fixTitle } from '../../platform/words/fixWords';
import { textStyle } from '../../platform/textStyle';
import { rangeIn } from '../../platform/textRange';
import type { UserDocument } from '../documents/userDocument';
import { provenanceOf } from '../history/provenance';
import type { UserServices } from '../userServices';
import { contradictionWords, goneEnvironmentWords } from '../documents/liveTargetWords';
import type { UserTarget } from '../documents/userTargets';
import type { FormHost } from './formHost';

const commandOf: Readonly<Record<Exclude<FormVerb, 'readLive' | 'selectUser'>, string>> = {
  send: 'truto.sendUser',
  preview: 'truto.previewUpdate',
  copyAsCode: 'truto.copyAsCode',
  openText: 'truto.openText',
  selectAccount: 'truto.selectAccount',
};

/** Connects the form to the checks, the target and the commands that the text editor has too. */
export function createFormHost(services: UserServices): FormHost {
  const { documents, inFront, liveFiles, selectUser, pickChoice } = services;
  const userOf = (document: vscode.TextDocument) => documents.modelOf(document);
  return {
    problems: (document) => formProblems(userOf(document)),
    fix: async (document, key) => {
      const user = userOf(document);
      const problems = await user.fixableProblems();
      const { version } = document;
      const fix = fixOfKey(document.getText(), problems, key, textStyle(document), user.rules());
      return fix && { version, edits: fix.edits() };
    },
    target: (document) => ({
      ...formTarget(userOf(document)),
      ...(liveFiles.isDraft(document.uri) && { isDraft: true as const }),
    }),
    live: (document) => userOf(document).live.current,
    follow: (document, changed) => {
      const user = userOf(document);
      const draftChanged = liveFiles.onDidChangeDraft((uri) => {
        if (uri.toString() === document.uri.toString()) changed('target');
      });
      return vscode.Disposable.from(user.onDidChange(changed), draftChanged, user.live.follow());
    },
    focused: ({ uri }) => inFront.formUsed(uri),
    run: async (verb, document) => {
      if (verb !== 'selectUser') return run(verb, userOf(document));
      // The one verb that is no command: there is no document but that of the form to do it with.
      const { environment } = userOf(document).target();
      await selectUser({ argument: undefined, uri: document.uri, environment });
    },
    pick: async (document, path) =>
      pickChoice({
        argument: { kind: 'form', path },
        uri: document.uri,
        environment: userOf(document).target().environment,
      }),
    provenance: (document, field) => provenanceOf(userOf(document), field, services),
    revealPath,
    revealOffset: (document, offset) => showText(document, { offset, length: 0 }),
  };
}

function formProblems(user: UserDocument): FormProblem[] {
  const { document, shownProblems: problems } = user;
  const fixes = offeredFixes(document.getText(), problems, textStyle(document), user.rules());
  return problems.map((problem, index) => ({
    path: problem.path,
    severity: problem.severity,
    code: problem.code,
    message: problemMessage(problem),
    fixes: (fixes[index] ?? []).map(({ key, fix }) => ({ key, title: fixTitle(fix.action, problem.path) })),
  }));
}

async function run(verb: Exclude<FormVerb, 'selectUser'>, { live, uri }: UserDocument): Promise<void> {
  if (verb === 'readLive') live.readAgain();
  else
    await vscode.commands.executeCommand(commandOf[verb], verb === 'selectAccount' ? { kind: 'document', uri } : uri);
  // The account may have been chosen by an edit of the file.
  if (verb === 'selectAccount') live.readNew();
}

function formTarget(user: UserDocument): FormTarget {
  const target = user.target();
  const { environment, accountLabel, userId, isFixed } = target;
  const asked = user.rules();
  const reason = reasonNotToSend(target, user.uri);
  return {
    ...(environment && { environment: environment.profile.name }),
    ...(environment?.isProduction === true && { isProduction: true as const }),
    ...(accountLabel !== undefined && { account: accountLabel }),
    ...(userId !== undefined && { user: userId }),
    ...(isFixed && { isFixed }),
    canSend: reason === undefined,
    ...(reason !== undefined && { reason }),
    ...(asked && { rules: asked }),
  };
}

function reasonNotToSend(target: UserTarget, uri: vscode.Uri): string | undefined {
  const { t } = vscode.l10n;
  const { environment, obstacle, accountLabel = '' } = target;
  if (environment === undefined) return goneEnvironmentWords(uri) ?? t('Add a Truto environment first.');
  if (!vscode.workspace.isTrusted) return t('Nothing is sent from an untrusted workspace.');
  if (target.isContradicted) return contradictionWords(target);
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
