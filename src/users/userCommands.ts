import * as vscode from 'vscode';
import { explanationOf } from '../api/explanationOf';
import { argumentOf } from '../platform/commandArguments';
import type { CommandCall } from './commandCall';
import { SendRefused } from './send/sendRefused';
import type { SendOptions, SendServices } from './send/sendUser';

type UserCommand = (call: CommandCall) => unknown;

/** The commands around users. */
export function userCommands(services: SendServices) {
  const { documents } = services;
  return {
    updateUser: reported(
      waiting(
        async (call) => (await import('./send/updateUser')).updateUser(call, services, sendOptions(call.argument)),
        services,
      ),
      services,
    ),
    sendUser: reported(
      waiting(
        async (call) => (await import('./send/sendUser')).sendUser(call, services, sendOptions(call.argument)),
        services,
      ),
      services,
    ),
    previewUpdate: reported(
      async (call) => (await import('./send/previewUpdate')).previewUpdate(call, services),
      services,
    ),
    copyAsCode: reported(async (call) => (await import('./send/copyAsCode')).copyAsCode(call, services), services),
    setQueryParameters: reported(
      async (call) => (await import('./parameters/setQueryParameters')).setQueryParameters(call, services),
      services,
    ),
    compareAnswer: reported(
      async ({ uri }) => (await import('./responses/responseCommands')).compareAnswer(uri, services.responses),
      services,
    ),
    saveAnswer: reported(
      async ({ argument, uri }) =>
        (await import('./responses/responseCommands')).saveAnswer(
          uri,
          argumentOf(argument, 'target'),
          services.responses,
        ),
      services,
    ),
    copyRequestId: reported(
      async ({ uri }) => (await import('./responses/responseCommands')).copyRequestId(uri, services.responses),
      services,
    ),
    openUser: reported(async (call) => (await import('./live/openUser')).openUser(call, services), services),
    newUserFile: reported(
      async (call) => (await import('./documents/newUserFile')).newUserFile(call, services),
      services,
    ),
    selectAccount: reported(
      async (call) => (await import('./pick/selectAccount')).selectAccount(call, services),
      services,
    ),
    validateUser: async ({ uri }: CommandCall) => {
      if (uri) await documents.attach(uri);
    },
    openForm: async ({ uri }: CommandCall) => {
      if (uri) await (await import('./form/switchEditor')).openForm(uri, services);
    },
    openText: async ({ uri }: CommandCall) => {
      if (uri) await (await import('./form/switchEditor')).openText(uri, services);
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
      const { inWords, showFailure } = await import('./send/showFailure');
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
