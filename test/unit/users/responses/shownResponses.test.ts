import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { ShownResponses } from '../../../../src/users/responses/shownResponses';
import { ResponseView } from '../../../../src/users/responses/responseView';
import { repoRoot } from '../../../host/repoRoot';
import { closingTabs, commands, TabInputText, Uri } from '../../vscode';

type Parameters = ConstructorParameters<typeof ResponseView>;

const viewOf = () =>
  new ResponseView(
    { contentType: 'application/json' } as Parameters[0],
    {} as Parameters[1],
    { discard: () => Promise.resolve(), end: () => Promise.resolve() } as unknown as Parameters[2],
    undefined as unknown as Parameters[3],
    0,
  );

describe('the responses that are shown', () => {
  const { executeCommand } = commands;
  let contexts: Map<string, unknown>;
  let responses: ShownResponses;
  let sets: number;

  beforeEach(() => {
    contexts = new Map();
    sets = 0;
    commands.executeCommand = (command: unknown, name: unknown, value: unknown) => {
      assert.equal(command, 'setContext');
      contexts.set(String(name), (value as readonly vscode.Uri[]).map(String));
      sets++;
      return Promise.resolve();
    };
    responses = new ShownResponses(...([{}, {}] as unknown as ConstructorParameters<typeof ShownResponses>));
  });
  afterEach(() => {
    commands.executeCommand = executeCommand;
    responses.dispose();
  });

  const uri = (name: string) => Uri.from({ scheme: 'truto-response', path: `/${name}` });
  const add = (name: string) => {
    const view = viewOf();
    responses.add(uri(name) as unknown as vscode.Uri, view, new AbortController());
    return view;
  };
  const shown = () => [contexts.get('truto.responses') ?? [], contexts.get('truto.undoableResponses') ?? []];
  const [one, other] = ['truto-response:/one', 'truto-response:/other'];

  it('are told for the actions in the title of their editors, and of them those that can be undone', () => {
    assert.deepEqual(shown(), [[], []]);
    const kept = add('one');
    assert.deepEqual(shown(), [[one], []]);
    const unkept = add('other');
    responses.judge(unkept, 'updated');
    responses.setHistoryId(kept, 'update-1');
    responses.judge(kept, 'updated');
    assert.deepEqual(shown(), [[one, other], [one]]);
    closingTabs.fire({ closed: [{ input: new TabInputText(uri('one')) }] });
    assert.deepEqual(shown(), [[other], []]);
  });

  it('are not undone where the user is as it was', () => {
    const view = add('one');
    responses.setHistoryId(view, 'update-1');
    responses.judge(view, 'unchanged');
    assert.deepEqual(shown(), [[one], []]);
  });

  it('are told once, not with each part that comes', () => {
    add('one');
    const before = sets;
    for (let part = 0; part < 100; part++) responses.refresh();
    assert.equal(sets, before);
  });

  it('alone have actions, not whatever else is read-only', () => {
    const { contributes } = JSON.parse(readFileSync(join(repoRoot, 'package.json'), 'utf8')) as {
      contributes: { menus: Record<string, readonly { readonly command: string; readonly when?: string }[]> };
    };
    const whens = (menu: string) =>
      Object.fromEntries(
        (contributes.menus[menu] ?? [])
          .filter(({ when }) => /response/i.test(when ?? ''))
          .map(({ command, when }) => [command.replace('truto.', ''), when]),
      );
    const [any, undoable] = ['resource in truto.responses', 'resource in truto.undoableResponses'];
    const actions = { compareAnswer: any, saveAnswer: any, copyRequestId: any };
    assert.deepEqual(whens('editor/title'), { ...actions, undoUpdate: undoable });
    assert.deepEqual(whens('commandPalette'), actions);
  });
});
