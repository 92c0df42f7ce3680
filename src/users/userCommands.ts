import * as vscode from 'vscode';
import { explanationOf } from '../api/explanationOf';
import { argumentOf } from '../platform/commandArguments';
import type { CommandCall } from './commandCall';
import { newUserFile } from './documents/newUserFile';
import { openForm, openText } from './form/switchEditor';
import { openUser } from './live/openUser';
import { setQueryParameters } from './parameters/setQueryParameters';
import { selectAccount } from './pick/selectAccount';
import { compareAnswer, copyRequestId, saveAnswer } from './responses/responseCommands';
import { previewUpdate } from './send/previewUpdate';
import { sendUser } from './send/sendUser';
import { inWords, showFailure } from './send/showFailure';
import { updateUser } from './send/updateUser';
import { SendRefused } from './send/sendRefused';
import type { SendOptions, SendServices } from './send/sendUser';

type UserCommand = (call: CommandCall) => unknown;

export type UserCommands = ReturnType<typeof userCommands>;

/** The commands around users. */
export function userCommands(services: SendServices) {
  const { documents } = services;
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
    copyAsCode: reported(async (call) => (await import('./send/copyAsCode')).copyAsCode(call, services), services),
    setQueryParameters: reported(async (call) => setQueryParameters(call, services), services),
    compareAnswer: reported(async ({ uri }) => compareAnswer(uri, services.responses), services),
    saveAnswer: reported(
      async ({ argument, uri }) => saveAnswer(uri, argumentOf(argument, 'target'), services.responses),
      services,
    ),
    copyRequestId: reported(async ({ uri }) => copyRequestId(uri, services.responses), services),
    openUser: reported(async (call) => openUser(call, services), services),
    newUserFile: reported(async (call) => newUserFile(call, services), services),
    selectAccount: reported(async (call) => selectAccount(call, services), services),
    validateUser: async ({ uri }: CommandCall) => {
      if (uri) await documents.attach(uri);
    },
    openForm: async ({ uri }: CommandCall) => {
      if (uri) await openForm(uri, services);
    },
    openText: async ({ uri }: CommandCall) => {
      if (uri) await openText(uri, services);
    },
  };
}

const sendOptions = (argument: unknown): SendOptions => ({
  canAsk: argumentOf(argument, 'confirm') !== false,
  isPress: !isCallerArgument(argument),
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
      if (isCallerArgument(call.argument)) throw inWords(error);
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

/** `{ uri }` or `{ accountId, userId }` made by hand; a row of the tree has a `kind`. */
function isCallerArgument(argument: unknown): boolean {
  return (
    typeof argument === 'object' && argument !== null && !(argument instanceof vscode.Uri) && !('kind' in argument)
  );
}
