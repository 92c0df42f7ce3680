import assert from 'node:assert/strict';
import { Environment } from '../../../src/api/environment';
import { TrutoError } from '../../../src/api/trutoError';
import { Pacer } from '../../../src/core/http/pacer';
import { ProfileStore } from '../../../src/platform/profileStore';
import { errorMessage } from '../../../src/platform/words/errorWords';
import { FakeMemento, FakeSecrets } from './sharedState';

const profile = { name: 'Production', baseUrl: 'https://api.truto.one' };
const secret = 'tok_5up3r-secret';

describe('a secret storage', () => {
  let secrets: FakeSecrets;
  let sent: number;
  let environment: Environment;

  beforeEach(() => {
    secrets = new FakeSecrets();
    sent = 0;
    const store = new ProfileStore(new FakeMemento(), new FakeMemento(), secrets);
    environment = new Environment(profile, {
      token: (of) => store.token(of),
      isTrusted: () => true,
      fetch: () => {
        sent += 1;
        return Promise.reject(new Error('nothing was to be sent'));
      },
      timeoutSeconds: () => 0.05,
      onRequest: () => undefined,
      pacer: () => Promise.resolve(new Pacer(() => performance.now())),
    });
  });

  /** How a request ends: it sends nothing, and nothing that is told of it holds what is stored. */
  async function failure(signal?: AbortSignal): Promise<TrutoError> {
    const client = await environment.client();
    const error: unknown = await client.getAccount('a', signal).catch((reason: unknown) => reason);
    assert.ok(error instanceof TrutoError, String(error));
    assert.equal(sent, 0);
    const told = [error.message, error.stack, error.cause, error.explanation, errorMessage(error.explanation)];
    assert.doesNotMatch(JSON.stringify(told), /5up3r|secret-|tok_/);
    return error;
  }

  const contents: Readonly<Record<string, string>> = {
    'the token alone': secret,
    'JSON that was cut short': `{"origin":"https://api.truto.one","token":"${secret}`,
    'another shape': JSON.stringify({ token: [secret] }),
    'a list': JSON.stringify([secret]),
    null: 'null',
    nothing: '',
    'what is no text': `\u0000\uFFFD${secret}`,
  };
  for (const [what, content] of Object.entries(contents))
    it(`that holds ${what} is told of, and nothing of what it holds`, async () => {
      secrets.stored.set('truto.token:Production', content);
      const { explanation } = await failure();
      assert.deepEqual([explanation.code, explanation.params], ['unreadableToken', {}]);
    });

  it('that fails is told of, and nothing of why', async () => {
    secrets.get = () => Promise.reject(new Error(`cannot decrypt ${secret}`));
    assert.equal((await failure()).explanation.code, 'unreadableToken');
  });

  it('that hangs is waited for as long as for a response', async () => {
    secrets.get = () => new Promise(() => undefined);
    const { explanation } = await failure();
    assert.deepEqual([explanation.code, explanation.params], ['unreadableToken', { seconds: 0.05 }]);
  });

  it('that hangs is not waited for after Cancel', async () => {
    const cancel = new AbortController();
    secrets.get = () => {
      cancel.abort();
      return new Promise(() => undefined);
    };
    assert.equal((await failure(cancel.signal)).explanation.code, 'cancelled');
  });

  it('that holds a token of another origin holds none for this one', async () => {
    secrets.stored.set('truto.token:Production', JSON.stringify({ origin: 'https://evil.example', token: secret }));
    assert.equal((await failure()).explanation.code, 'noToken');
  });
});
