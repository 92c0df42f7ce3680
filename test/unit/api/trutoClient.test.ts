import assert from 'node:assert/strict';
import type { ResponseHead } from '../../../src/api/responseHead';
import type { AttemptWait } from '../../../src/api/trutoClient';
import { maxUserBytes } from '../../../src/core/http/maxSizes';
import { accountId, eachWithServer, token, update } from './clientUnderTest';
import type { Step } from './scriptedServer';

describe('TrutoClient', () => {
  const { client, failureOf, script, received, records } = eachWithServer();

  describe('updateUser', () => {
    it('sends the documented PATCH with the body byte for byte', async () => {
      script({
        status: 200,
        json: { id: 'usr_ada' },
        headers: { 'x-request-id': 'req-7', 'ratelimit-remaining': '49' },
      });
      const bodyJson = '{ "n": 1.50, "big": 12345678901234567890 }';
      const answer = await client().updateUser({
        ...update,
        bodyJson,
        userId: 'a/b ü',
        query: { truto_exclude_fields: ['id'], remote_query: { foo: 'bar' } },
      });
      const [request] = received();
      assert.equal(request?.method, 'PATCH');
      assert.equal(
        request.url,
        `/unified/user-directory/users/a%2Fb%20%C3%BC?truto_exclude_fields[]=id&remote_query[foo]=bar&integrated_account_id=${accountId}`,
      );
      assert.equal(request.body, bodyJson);
      assert.equal(request.headers['authorization'], `Bearer ${token}`);
      assert.equal(request.headers['content-type'], 'application/json');
      assert.equal(request.headers['idempotency-key'], 'key-1');
      const { headers, durationMs, secrets, ...rest } = answer;
      assert.deepEqual(rest, {
        status: 200,
        contentType: 'application/json',
        bytes: Buffer.from('{"id":"usr_ada"}'),
        body: { id: 'usr_ada' },
        requestId: 'req-7',
        attempts: 1,
        rateLimitRemaining: 49,
      });
      assert.equal(headers['x-request-id'], 'req-7');
      assert.ok(secrets.has(token));
      assert.ok(durationMs >= 0);
    });

    for (const [what, status, ask] of [
      ['a success', 200, () => client().updateUser(update)],
      [
        'a success that comes as a stream',
        200,
        async () => {
          const response = await client().streamUpdate(update);
          for await (const chunk of response.chunks) assert.ok(chunk);
          return response;
        },
      ],
      ['a read', 200, () => client().getUser(accountId, 'usr_ada')],
      [
        'a refusal',
        422,
        () =>
          client()
            .updateUser(update)
            .catch((error: unknown) => error),
      ],
    ] as const)
      it(`tells no secret that the headers of ${what} repeat`, async () => {
        const headers = { 'x-request-id': token, 'x-seen': `Bearer ${token}`, 'content-type': 'application/json' };
        script({ status, json: { id: 'usr_ada' }, headers });
        const { headers: told = {}, requestId } = (await ask()) as Partial<ResponseHead>;
        assert.doesNotMatch(JSON.stringify([told, requestId ?? '', records()]), new RegExp(token));
        assert.equal(records().at(-1)?.requestId, '[redacted]');
      });

    it('keeps an answer that is no JSON as text', async () => {
      script({ status: 200, text: 'a,b\n1,2', headers: { 'content-type': 'text/csv' } });
      const answer = await client().updateUser({ ...update, query: { truto_response_format: 'raw' } });
      assert.equal(Buffer.from(answer.bytes).toString(), 'a,b\n1,2');
      assert.equal(answer.body, undefined);
      assert.equal(answer.contentType, 'text/csv');
    });

    it('consumes an answer that arrives in pieces, between the bytes of a letter too', async () => {
      const bytes = Buffer.from('{"name":"Zoë"}');
      script((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(bytes.subarray(0, 12), () => response.end(bytes.subarray(12)));
      });
      assert.deepEqual((await client().updateUser(update)).body, { name: 'Zoë' });
    });

    it('waits Retry-After in full and repeats with the same key and body', async () => {
      script(
        {
          status: 429,
          json: { statusCode: 429, error: 'Too Many Requests', message: '' },
          headers: { 'retry-after': '1' },
        },
        { status: 200, json: { id: 'usr_ada' } },
      );
      const waits: AttemptWait[] = [];
      const started = Date.now();
      const answer = await client().updateUser(update, undefined, (wait) => waits.push(wait));
      assert.ok(Date.now() - started >= 1000);
      assert.equal(answer.attempts, 2);
      assert.deepEqual(waits[0], { attempt: 2, waitMs: 1000, reason: 'rateLimited' });
      const [first, second] = received();
      assert.equal(second?.headers['idempotency-key'], first?.headers['idempotency-key']);
      assert.equal(second?.body, first?.body);
      assert.deepEqual(
        records().map(({ attempt, status }) => [attempt, status]),
        [
          [1, 429],
          [2, 200],
        ],
      );
    });

    it('repeats after a lost connection with the same key', async () => {
      script((request) => request.socket.destroy(), { status: 200, json: {} });
      const answer = await client().updateUser(update);
      assert.equal(answer.attempts, 2);
      assert.deepEqual(
        received().map(({ headers }) => headers['idempotency-key']),
        ['key-1', 'key-1'],
      );
      assert.equal(records()[0]?.failure, 'connectionLost');
    });

    it('says unknown when every connection is lost', async () => {
      script((request) => request.socket.destroy());
      const { explanation } = await failureOf(client().updateUser(update));
      assert.equal(explanation.code, 'connectionLost');
      assert.equal(explanation.outcome, 'unknown');
      assert.ok(explanation.nextSteps.includes('lookAtUser'));
      assert.equal(received().length, 3);
    });

    const broken: Step = (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
      setTimeout(() => response.destroy(), 5);
    };

    it('says applied when every answer breaks off behind a status of success, and asks three times for it', async () => {
      script(broken);
      const { explanation } = await failureOf(client().updateUser(update));
      assert.deepEqual(
        [explanation.code, explanation.outcome, explanation.nextSteps[0]],
        ['connectionLost', 'applied', 'lookAtUser'],
      );
      assert.ok(!explanation.nextSteps.includes('tryAgain'));
      assert.equal(received().length, 3);
    });

    it('still says applied when the attempt after that is turned away', async () => {
      script(broken, { status: 401, json: { statusCode: 401, error: 'Unauthorized', message: '' } });
      const { explanation } = await failureOf(client().updateUser(update));
      assert.deepEqual([explanation.code, explanation.outcome], ['tokenRejected', 'applied']);
      assert.equal(explanation.earlier, 'applied');
    });

    it('says applied when the answer is too large', async () => {
      script((_, response) => {
        response.writeHead(200);
        const megabyte = Buffer.alloc(1024 * 1024, ' ');
        const write = () =>
          response.write(megabyte, (error) => {
            if (!error) write();
          });
        write();
      });
      const { explanation } = await failureOf(client().updateUser(update));
      assert.deepEqual([explanation.code, explanation.outcome, received().length], ['responseTooLarge', 'applied', 1]);
      assert.deepEqual(explanation.params, { maxBytes: maxUserBytes });
    });

    it('still says unknown when the attempt after a lost connection is turned away', async () => {
      script((request) => request.socket.destroy(), {
        status: 401,
        json: { statusCode: 401, error: 'Unauthorized', message: '' },
      });
      const { explanation } = await failureOf(client().updateUser(update));
      assert.equal(explanation.code, 'tokenRejected');
      assert.deepEqual([explanation.outcome, explanation.earlier], ['unknown', 'unknown']);
      assert.equal(explanation.nextSteps[0], 'lookAtUser');
    });

    for (const status of [400, 401, 403, 404, 405, 409, 422, 429])
      it(`leaves open what became of a lost attempt when the next one is refused with ${status}`, async () => {
        const refusal = { status, json: { statusCode: status, error: 'Error', message: 'no' } };
        // A limit is waited for, and met again.
        const headers = { 'retry-after': '0' };
        script((request) => request.socket.destroy(), { ...refusal, headers }, { ...refusal, headers });
        const { explanation } = await failureOf(client().updateUser(update));
        assert.deepEqual([explanation.outcome, explanation.earlier], ['unknown', 'unknown']);
        assert.ok(explanation.nextSteps.includes('lookAtUser'));
      });

    it('says that a refusal may be a stored one where a repeated update is refused at once', async () => {
      const refusal = { status: 422, json: { statusCode: 422, error: 'Error', message: 'no' } };
      script(refusal);
      const repeated = await failureOf(client().updateUser({ ...update, isRepeated: true }));
      assert.deepEqual([repeated.explanation.outcome, repeated.explanation.isFailedAlike], ['unknown', true]);
      const first = await failureOf(client().updateUser(update));
      assert.deepEqual([first.explanation.outcome, first.explanation.isFailedAlike], ['refused', undefined]);
    });

    for (const status of [400, 401, 403, 404, 405, 409, 422, 503]) {
      it(`sends once when the answer is ${status}`, async () => {
        script({ status, json: { statusCode: status, error: 'x', message: 'y' } });
        const error = await failureOf(client().updateUser(update));
        assert.equal(error.status, status);
        assert.equal(error.explanation.outcome, 'refused');
        assert.equal(received().length, 1);
      });
    }

    it('redacts a password and a token that the server repeats', async () => {
      script({
        status: 422,
        headers: { 'x-echo': `Bearer ${token}` },
        json: {
          statusCode: 422,
          message: `hunter22 is too short, ${token}`,
          truto_is_remote_error: true,
          raw_response: { errors: { password: ['hunter22 is weak'] } },
        },
      });
      const error = await failureOf(client().updateUser({ ...update, bodyJson: '{"password":"hunter22"}' }));
      assert.ok(!JSON.stringify([error.message, error.explanation, error.body]).includes('hunter22'));
      assert.deepEqual(
        error.explanation.fieldProblems.map(({ path }) => path),
        [['password']],
      );
    });

    for (const id of ['5a9d0c1e-0000-4000-8000-0000000000ff', 7, `${accountId} `, `${accountId}0`])
      it(`takes no other account for the one it asked for, nor its name: ${JSON.stringify(id)}`, async () => {
        script(
          { status: 200, json: { id, status: 'active', is_sandbox: true, integration: { name: 'looker' } } },
          { status: 401, json: { statusCode: 401, truto_is_remote_error: true } },
        );
        const one = client();
        const { explanation } = await failureOf(one.getAccount(accountId));
        assert.deepEqual(
          [explanation.code, explanation.params],
          ['unexpectedResponse', { what: 'body', expected: 'account' }],
        );
        const other = await failureOf(one.updateUser({ ...update, accountId: String(id) }));
        assert.equal(other.explanation.integration, undefined);
      });

    it('takes an ID for the same in upper case', async () => {
      script({ status: 200, json: { id: accountId, status: 'active' } });
      assert.equal((await client().getAccount(accountId.toUpperCase())).id, accountId);
    });

    it('uses the name of the provider once the account was seen', async () => {
      script(
        { status: 200, json: { id: accountId, status: 'active', integration: { name: 'hubspot', label: 'HubSpot' } } },
        { status: 401, json: { statusCode: 401, truto_is_remote_error: true } },
      );
      const one = client();
      await one.getAccount(accountId);
      assert.equal((await failureOf(one.updateUser(update))).explanation.integration, 'HubSpot');
    });
  });
});
