import * as vscode from 'vscode';
import type { Environment } from '../api/environment';
import { explanationOf } from '../api/explanationOf';
import { argumentOf, isCaller, isUnasked, placeArgument, uriArgument } from '../platform/commandArguments';
import { failureMessage } from '../platform/words/failureWords';
import type { CommandCall } from './commandCall';
import { openForm, openText } from './form/switchEditor';
import {
  clearHistory,
  clearHistoryFilter,
  compareHistory,
  exportHistory,
  filterHistory,
  sendAgain,
  showHistory,
  showHistoryRequest,
  showHistoryResponse,
} from './history/historyCommands';
import { HistoryTree } from './history/historyTree';
import { undoUpdate } from './history/undoUpdate';
import { updateCheckedUsers } from './live/checkedUsersFile';
import { refreshLiveUser, revertToLive, saveUserAsFile } from './live/liveUserCommands';
import type { LiveCopy } from './live/liveUserFiles';
import { newUserFile } from './live/newUserFile';
import { openUser, readByUri } from './live/openUser';
import { setQueryParameters } from './parameters/setQueryParameters';
import { pickChoice } from './pick/pickChoice';
import { selectAccount } from './pick/selectAccount';
import { chooseAccount } from '../platform/pick/pickAccount';
import { selectUser } from './pick/selectUser';
import { compareAnswer, copyRequestId, historyIdOf, saveAnswer } from './responses/responseCommands';
import { tellObstacle } from './send/accountObstacle';
import { copyAsCode } from './send/copyAsCode';
import { previewUpdate } from './send/previewUpdate';
import { meantFile, openEditable } from './send/readyDocument';
import { sendUser } from './send/sendUser';
import { showFailure } from './send/showFailure';
import { updateUser } from './send/updateUser';
import { SendRefused } from './send/sendRefused';
import type { SendOptions, SendServices } from './send/sendUser';

type UserCommand = (call: CommandCall) => unknown;

export type UserCommands = ReturnType<typeof userCommands>;

/** What is done to users: the commands of the manifest, and what is done without one. */
export function userCommands(services: SendServices) {
  /** They are about what was sent, whatever document is in front. */
  const ofHistory = (run: (argument: unknown, services: SendServices) => Promise<unknown>): UserCommand => {
    const command = reported(({ argument }) => run(argument, services), services);
    return (call) => command({ ...call, uri: undefined });
  };
  return {
    updateUser: reported(
      waiting(async (call) => updateUser(call, services, sendOptions(call.argument)), services),
      services,
    ),
    sendUser: reported(
      waiting(async (call) => sendUser(call, services, sendOptions(call.argument)), services),
      services,
    ),
    previewUpdate: reported(async (call) => previewUpdate(call, services), services),
    copyAsCode: reported(async (call) => copyAsCode(call, services), services),
    setQueryParameters: reported(async (call) => setQueryParameters(call, services), services),
    compareAnswer: reported(async ({ uri }) => compareAnswer(uri, services.responses), services),
    saveAnswer: reported(
      async ({ argument, uri }) => saveAnswer(uri, placeArgument(argument, 'target'), services.responses),
      services,
    ),
    copyRequestId: reported(async ({ uri }) => copyRequestId(uri, services.responses), services),
    openUser: reported(async (call) => openUser(call, services), services),
    openUserAsText: reported(async (call) => openUser(call, services, 'text'), services),
    updateCheckedUsers: reported(async (call) => updateCheckedUsers(call, services), services),
    refreshLiveUser: reported(async (call) => refreshLiveUser(call, services), services),
    revertToLive: reported(async (call) => revertToLive(call, services), services),
    saveUserAsFile: reported(async (call) => saveUserAsFile(call, services), services),
    newUserFile: reported(async (call) => newUserFile(call, services), services),
    selectAccount: reported(async (call) => selectAccount(call, services), services),
    selectUser: reported(async (call) => selectUser(call, services), services),
    pickChoice: reported(async (call) => pickChoice(call, services), services),
    chooseAccount: async (uri: vscode.Uri, environment: Environment) =>
      chooseAccount(uri, environment, services.selection),
    tellObstacle,
    readLiveUser: readingLiveUser(services),
    undoUpdate: (call: CommandCall) =>
      // A job of many updates is taken back by those who know of jobs.
      argumentOf(call.argument, 'jobId') === undefined
        ? ofHistory(async (argument) => undoUpdate(undoArgument(argument, services), services))(call)
        : vscode.commands.executeCommand('truto.undoBulkUpdate', call.argument),
    showHistory: ofHistory(showHistory),
    filterHistory: ofHistory(filterHistory),
    clearHistoryFilter: ofHistory(clearHistoryFilter),
    compareHistory: ofHistory(compareHistory),
    showHistoryRequest: ofHistory(showHistoryRequest),
    showHistoryResponse: ofHistory(showHistoryResponse),
    sendAgain: ofHistory(sendAgain),
    exportHistory: ofHistory(exportHistory),
    clearHistory: ofHistory(clearHistory),
    openHistory: async () => {
      const { history } = await services.updating();
      history.onDidChange(() => services.historyView.refresh());
      return new HistoryTree(history, (words) => services.historyView.say(words));
    },
    validateUser: reported(async ({ uri }) => validateUser(uri, services), services),
    openForm: reported(async ({ uri }) => openForm(meantFile(uri), services), services),
    openText: reported(async ({ uri }) => openText(meantFile(uri), services), services),
  };
}

/** Checks a JSON file as a user file from now on. Throws SendRefused. */
async function validateUser(uri: vscode.Uri | undefined, { documents }: SendServices): Promise<void> {
  // Only what is open is checked.
  const document = await openEditable(uri);
  await documents.attach(document.uri);
}

/** In ms: VS Code asks several times for a file that it cannot have. */
const readPatience = 3000;

/**
 * Reads a live user for VS Code. In the place of an editor VS Code says no more than that something failed: the person is told
 * what, and what to do next.
 */
function readingLiveUser(services: SendServices): (uri: vscode.Uri) => Promise<LiveCopy> {
  let told = { message: '', at: -Infinity };
  return async (uri) => {
    try {
      return await readByUri(uri, services);
    } catch (error) {
      const message = failureMessage(error);
      const isTold = told.message === message && performance.now() - told.at < readPatience;
      if (!isTold && !wasCancelled(error))
        void showFailure(error, { uri, environment: services.targets.environmentOf(uri) });
      told = { message, at: performance.now() };
      throw fileError(error, message);
    }
  };
}

/** A failure as VS Code has it. */
function fileError(error: unknown, message: string): vscode.FileSystemError {
  switch (explanationOf(error)?.code) {
    case 'notFound':
      return vscode.FileSystemError.FileNotFound(message);
    case 'tokenRejected':
    case 'connectionRejected':
    case 'forbidden':
      return vscode.FileSystemError.NoPermissions(message);
    default:
      return vscode.FileSystemError.Unavailable(message);
  }
}

/** Of the document of a response, the update that it is to: no other one is meant then. Throws SendRefused. */
function undoArgument(argument: unknown, { responses }: SendServices): unknown {
  const uri = argumentOf(argument, 'id') === undefined ? uriArgument(argument) : undefined;
  if (!uri) return argument;
  return { kind: 'update', id: historyIdOf(uri, responses), confirm: argumentOf(argument, 'confirm') };
}

const sendOptions = (argument: unknown): SendOptions => ({
  isUnasked: isUnasked(argument),
  isPress: !isCaller(argument),
  // As the key bindings of the manifest say.
  isKey: argument === 'form' || argument === 'text',
});

/** Notes the document whose update waits for its account to be connected anew, until it has gone. */
function waiting(send: UserCommand, { waitingSends }: SendServices): UserCommand {
  return async (call) => {
    const { uri, environment } = call;
    try {
      const result = await send(call);
      if (result !== undefined && uri) waitingSends.forget(uri.toString());
      return result;
    } catch (error) {
      const accountId = accountToReconnect(error);
      if (accountId !== undefined && uri && environment) waitingSends.note(environment, accountId, uri.toString());
      throw error;
    }
  };
}

function accountToReconnect(error: unknown): string | undefined {
  const explanation = explanationOf(error);
  if (explanation?.code === 'connectionRejected') return explanation.accountId;
  return error instanceof SendRefused ? error.accountToReconnect : undefined;
}

/**
 * A failure is told to the person who pressed the button. A caller that named its document in an argument object (a
 * test, a task, another extension) gets the error itself instead.
 */
function reported(command: UserCommand, { log }: SendServices): UserCommand {
  return async (call) => {
    try {
      return await command(call);
    } catch (error) {
      if (isCaller(call.argument)) throw error;
      if (wasCancelled(error)) return undefined;
      const level = error instanceof SendRefused && error.severity === 'information' ? 'info' : 'error';
      log[level](error instanceof Error ? error.message : String(error));
      void showFailure(error, call);
      return undefined;
    }
  };
}

/** The person pressed Cancel before anything could have changed: nothing to tell. */
function wasCancelled(error: unknown): boolean {
  const explanation = explanationOf(error);
  return explanation?.code === 'cancelled' && (explanation.outcome === 'notSent' || explanation.outcome === 'refused');
}
