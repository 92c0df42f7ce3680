import * as vscode from 'vscode';
import type { Choice, ChoiceLists, ChoiceSource } from '../../api/choiceList';
import { isListRefused } from '../../api/userList';
import { choiceResourceAt, type ChoiceResource } from '../../core/form/choices';
import type { JsonPath } from '../../core/json/jsonPath';
import { nodeAt, parseJsonTree } from '../../core/json/jsonTree';
import { readQuery } from '../../core/update/userFile';
import { argumentOf } from '../../platform/commandArguments';
import { environmentOf, type CommandCall } from '../commandCall';
import { writeValues } from '../form/documentEdits';
import { SendRefused } from '../send/sendRefused';
import type { UserServices } from '../userServices';
import { failedPage } from '../../platform/pick/failedPage';
import { chooseAccount } from '../../platform/pick/pickAccount';
import { pickFromPages } from '../../platform/pick/pickFromPages';

/**
 * Lets a person pick the role, group or the like that an item of a list names, or type its ID, and writes ID and name into
 * the item. The item is that at `path` of the argument. Throws TrutoError, NoEnvironmentError, SendRefused.
 */
export async function pickChoice(call: CommandCall, services: UserServices): Promise<void> {
  const { t } = vscode.l10n;
  const path = argumentOf(call.argument, 'path') as JsonPath;
  const resource = choiceResourceAt(path);
  const document = call.uri && (await vscode.workspace.openTextDocument(call.uri));
  const user = document && services.documents.of(document);
  const { file } = user?.text ?? {};
  if (!document || !user || !file || !resource)
    throw new SendRefused(t('Not set: the file is not a single JSON object.'));
  const environment = environmentOf(call, services.environments);
  const accountId =
    user.target(environment).accountId ?? (await chooseAccount(user.uri, environment, services.selection));
  if (accountId === undefined) return;
  const before = itemText(document, path);
  const query = services.readParameters.with(environment, accountId, readQuery(file));
  const picked = await pickListed({ environment, accountId, query }, resource, services.choices);
  if (!picked) return;
  // While the person picked, somebody may have moved it: then the path leads to another item.
  const isThere = before !== undefined && itemText(document, path) === before;
  if (!isThere || !(await writeChoice(document, path, picked)))
    throw new SendRefused(t('Not set: “{0}” could not be written.', path.join('.')));
}

/** Writes ID and name of a choice into an item, in one step to undo; where its name is not known, that of another one goes. */
export async function writeChoice(document: vscode.TextDocument, path: JsonPath, choice: Choice): Promise<boolean> {
  const [id, name] = [JSON.stringify(choice.id), choice.name === undefined ? undefined : JSON.stringify(choice.name)];
  const { root } = parseJsonTree(document.getText());
  const isSame = root && nodeAt(root, [...path, 'id'])?.value === choice.id;
  const values = [{ path: [...path, 'id'], json: id }];
  return writeValues(
    document,
    ...values,
    ...(name === undefined && isSame ? [] : [{ path: [...path, 'name'], json: name }]),
  );
}

function itemText(document: vscode.TextDocument, path: JsonPath): string | undefined {
  const text = document.getText();
  const { root } = parseJsonTree(text);
  const node = root && nodeAt(root, path);
  return node?.type === 'object' ? text.slice(node.offset, node.offset + node.length) : undefined;
}

/** Picks from what is known of the list, which a button reads again. */
async function pickListed(
  source: ChoiceSource,
  resource: ChoiceResource,
  lists: ChoiceLists,
): Promise<Choice | undefined> {
  const { t } = vscode.l10n;
  const picked = await pickFromPages<Choice>({
    title: titleOf(resource),
    placeholder: t('Name or ID'),
    source: {
      loadPage: (cursor, signal, onAttempt) => lists.page(source, resource, cursor, signal, onAttempt),
      keyOf: ({ id }) => id,
      textOf: ({ id, name }) => [name, id].filter((text) => text !== undefined).join('\n'),
    },
    itemOf: ({ id, name }) => (name === undefined ? { label: id } : { label: name, detail: id }),
    typedLabel: (typed) => t('Use “{0}” as ID', typed),
    offersTyped: () => true,
    failureOf: (error, hasRows) =>
      isListRefused(error)
        ? { way: 'none', words: t('They cannot be listed here: type the ID') }
        : failedPage(error, hasRows),
    button: { icon: 'refresh', tooltip: t('Refresh') },
  });
  if (picked?.kind === 'ask') {
    lists.forget(source, resource);
    return pickListed(source, resource, lists);
  }
  if (picked?.kind === 'typed') return { id: picked.typed };
  return picked?.kind === 'row' ? picked.row : undefined;
}

function titleOf(resource: ChoiceResource): string {
  const { t } = vscode.l10n;
  return {
    roles: t('Select Role'),
    groups: t('Select Group'),
    organizations: t('Select Organization'),
    workspaces: t('Select Workspace'),
    licenses: t('Select License'),
  }[resource];
}
