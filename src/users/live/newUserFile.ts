import * as vscode from 'vscode';
import { userTemplate } from '../../core/hints/userTemplate';
import { userFileName } from '../../core/update/userFileName';
import { choiceArgument, textArgument } from '../../platform/commandArguments';
import { plainItems } from '../../platform/labels';
import { withProgress } from '../../platform/notify';
import { userFileText } from '../../updates/userFileText';
import { environmentOf, type CommandCall } from '../commandCall';
import type { RulesSource } from '../documents/accountRulesStore';
import { formViewType } from '../form/formViewType';
import { pickAccount } from '../../platform/pick/pickAccount';
import type { UserServices } from '../userServices';
import { folderOf, newDocument } from './newDocument';
import { namedUser, readUser } from './openUser';

/** What a new file begins with. */
const origins = ['user', 'template', 'empty'] as const;
type Origin = (typeof origins)[number];
/** In ms: after that, a file with all fields is written without what the account requires. */
const patience = 30_000;

/**
 * Opens a new, unsaved user file: of a live user, with all fields of an account as comments, or empty. `{ from?, accountId?,
 * userId?, target? }` (or `folder`), a row of the tree or the Uri of a folder name what they know; the rest is asked for. Throws TrutoError,
 * NoEnvironmentError.
 */
export async function newUserFile(call: CommandCall, services: UserServices): Promise<void> {
  const from = givenOrigin(call.argument) ?? (await askOrigin());
  const make = from && { user: liveUserFile, template: templateFile, empty: emptyFile }[from];
  const show = await make?.(call, services);
  const folder = show && (await folderOf(call.argument));
  if (folder) await show(folder.uri);
}

/** Opens the file in a folder, or in none. */
type Show = (folder: vscode.Uri | undefined) => Promise<void>;
type Make = (call: CommandCall, services: UserServices) => Promise<Show | undefined>;

function givenOrigin(argument: unknown): Origin | undefined {
  const from = choiceArgument(argument, 'from', origins);
  return from ?? (textArgument(argument, 'userId') === undefined ? undefined : 'user');
}

async function askOrigin(): Promise<Origin | undefined> {
  const { t } = vscode.l10n;
  const choices = [
    { label: t('From a Live User...'), description: t('the fields that it has now'), from: 'user' },
    { label: t('With All Fields'), description: t('those of an account, as comments'), from: 'template' },
    { label: t('Empty'), description: t('only the target of the update'), from: 'empty' },
  ] as const;
  const title = t('New User File');
  return (
    await vscode.window.showQuickPick(plainItems(choices), { title, placeHolder: t('What the file starts with') })
  )?.from;
}

const liveUserFile: Make = async (call, services) => {
  const named = await namedUser(call, services);
  const read = named && (await readUser(named, services));
  if (!read) return undefined;
  const { user, live } = read;
  return async (folder) => {
    const document = await newDocument(folder, userFileName(user.userId), userFileText(live ?? {}, user));
    const { uri } = document;
    const { updates } = await services.updating();
    if (live) await updates.bases.keep({ ...user, source: uri.toString() }, { user: live, isWhole: true });
    await vscode.commands.executeCommand('vscode.openWith', uri, formViewType(uri), { preview: false });
  };
};

const templateFile: Make = async (call, { environments, selection, rules }) => {
  const environment = environmentOf(call, environments);
  const accountId =
    textArgument(call.argument, 'accountId') ??
    selection.defaultAccount(environment)?.id ??
    (await pickAccount(environment))?.id;
  if (accountId === undefined) return undefined;
  if (!(await areRead(rules, { environment, accountId }))) return undefined;
  const known = rules.state({ environment, accountId })?.rules;
  const { t } = vscode.l10n;
  const integration = known?.integration ?? '';
  const userId = textArgument(call.argument, 'userId') ?? '';
  const text = userTemplate({ accountId, userId }, known, {
    intro: t('Remove the slashes in front of the fields to update. Other fields are left unchanged.'),
    required: t('Required by {0}:', integration),
    own: t('Only for {0}:', integration),
  });
  return async (folder) => {
    const document = await newDocument(folder, userFileName(userId), text);
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const id = document.positionAt(text.indexOf('"id": "') + '"id": "'.length);
    editor.selection = new vscode.Selection(id, id);
  };
};

/** Waits until the rules of an account have been read or could not be; false when that was cancelled. */
async function areRead(rules: UserServices['rules'], source: RulesSource): Promise<boolean> {
  return withProgress(vscode.l10n.t('Loading the rules of the account...'), async (signal) => {
    const cancelled = new Promise((resolve) => signal.addEventListener('abort', resolve));
    await Promise.race([rules.ready(source, patience), cancelled]);
    return !signal.aborted;
  });
}

const emptyFile: Make = ({ argument, environment }, { selection }) => {
  const account = environment && selection.defaultAccount(environment)?.id;
  const accountId = textArgument(argument, 'accountId') ?? account ?? '';
  const userId = textArgument(argument, 'userId') ?? '';
  return Promise.resolve(async (folder) => {
    const document = await newDocument(folder, userFileName(userId), '');
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const snippet = new vscode.SnippetString('{\n  "\\$truto": { ');
    if (accountId !== '')
      snippet.appendText('"integrated_account_id": ').appendPlaceholder(JSON.stringify(accountId)).appendText(', ');
    await editor.insertSnippet(
      snippet
        .appendText('"id": ')
        .appendPlaceholder(JSON.stringify(userId))
        .appendText(' },\n  ')
        .appendTabstop(0)
        .appendText('\n}\n'),
      new vscode.Position(0, 0),
    );
  });
};
