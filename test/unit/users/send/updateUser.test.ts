import assert from 'node:assert/strict';
import { Environments } from '../../../../src/api/environments';
import { updateUser } from '../../../../src/users/send/updateUser';
import { Uri, workspace } from '../../vscode';

type Call = Parameters<typeof updateUser>[0];
type Services = Parameters<typeof updateUser>[1];

describe('“Update User” from the editor in front', () => {
  afterEach(() => {
    workspace.isTrusted = true;
    workspace.textDocuments.length = 0;
  });

  /** What is said where nothing is sent, and no environment is there to open a user of. */
  async function words(languageId: string, isUserFile: boolean): Promise<unknown> {
    workspace.isTrusted = false;
    const uri = Uri.file(`/ada.${languageId}`);
    workspace.textDocuments.push({ uri, languageId });
    const documents = { of: () => (isUserFile ? {} : undefined) };
    const environments = new Environments({ active: () => undefined, lost: () => undefined } as never);
    const call = { argument: undefined, uri, environment: undefined } as unknown as Call;
    const options = { isUnasked: false, isPress: true, isKey: false };
    return updateUser(call, { documents, environments } as unknown as Services, options).catch(
      (error: unknown) => (error as Error).message,
    );
  }

  for (const language of ['json', 'jsonc', 'json5'])
    it(`sends a file in ${language}`, async () => {
      assert.match(String(await words(language, false)), /untrusted workspace/);
    });

  it('sends a user file in any language', async () => {
    assert.match(String(await words('plaintext', true)), /untrusted workspace/);
  });

  for (const language of ['jsonl', 'plaintext', 'javascript'])
    it(`asks for the user where the file is in ${language}`, async () => {
      assert.doesNotMatch(String(await words(language, false)), /untrusted workspace/);
    });
});
