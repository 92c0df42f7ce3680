import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../../src/sandbox/startSandbox';
import { limits } from '../../updates/headless';
import { accountId, accountWith, openJobWindow, titles, userId, type JobWindow } from './jobUnderTest';

const rows = 40;
const untouched = { rows, sent: 0, unchanged: 0, skipped: rows, failed: 0, unknown: 0 };

/** What stands between here and Truto responds with; the request goes no further. */
type Responds = () => Response;
const html = (status: number) =>
  new Response('<html>Sign in</html>', { status, headers: { 'content-type': 'text/html' } });
const json = (status: number, body: object) => new Response(JSON.stringify(body), { status });

/** What firewalls, portals and proxies respond in place of Truto. */
const responses: Readonly<Record<string, Responds>> = {
  'a redirect': () => new Response(null, { status: 302, headers: { location: 'http://portal.example/login' } }),
  '403 of a firewall': () => html(403),
  '401 of a sign-in page': () => html(401),
  '404 of another server': () => html(404),
  '409 of a proxy': () => json(409, { code: 'conflict' }),
  'a status that nobody knows': () => html(418),
};

describe('a job of many updates, and something between here and Truto', () => {
  let sandbox: Sandbox;
  let window: JobWindow;
  let between: { readonly method?: string; readonly path: string; readonly responds: Responds } | undefined;
  let patches: number;

  beforeEach(async () => {
    between = undefined;
    patches = 0;
    sandbox = await startSandbox({ limits, accounts: 0, added: [accountWith(rows)] });
    const through: typeof fetch = (input, init) => {
      const method = init?.method ?? 'GET';
      const path = new URL(input instanceof Request ? input.url : input).pathname;
      if (method === 'PATCH') patches += 1;
      const isCaught = between && path.includes(between.path) && (between.method ?? method) === method;
      return isCaught ? Promise.resolve(between!.responds()) : fetch(input, init);
    };
    window = await openJobWindow(sandbox, { readBackWaits: [1], fetch: through });
  });
  afterEach(() => sandbox.close());

  const begin = async (sketches = titles(rows)) => window.jobs.create(await window.plan(sketches), Date.now());
  const inject = (responds: Responds, method?: string, path = '/usr_') =>
    (between = { path, responds, ...(method !== undefined && { method }) });
  /** Goes on without what was in between. */
  const goesOn = async (jobId: string) => {
    between = undefined;
    const job = await window.jobs.resume(jobId, Date.now());
    const end = await window.runner(job).run();
    return { end, counts: job.state.counts };
  };
  const whole = { end: { state: 'ended' }, counts: { ...untouched, sent: rows, skipped: 0 } };

  for (const [name, responds] of Object.entries(responses))
    for (const method of ['PATCH', undefined])
      it(`rests, and goes on with every row: ${name} to ${method ?? 'every request'}`, async () => {
        const job = await begin();
        inject(responds, method);
        assert.deepEqual(await window.runner(job).run(), { state: 'resting', reason: 'intercepted' });
        // A redirect may follow an update that was made.
        const { skipped, unknown, ...others } = job.state.counts;
        const mayBeUnknown = method === 'PATCH' && responds().status === 302;
        assert.deepEqual({ ...others, skipped: skipped + (mayBeUnknown ? unknown : 0), unknown: 0 }, untouched);
        assert.ok(patches < rows, `${patches} updates`);
        assert.deepEqual(await goesOn(job.id), whole);
      });

  it('rests where a page is all that updates bring, with what may have been applied', async () => {
    const job = await begin();
    inject(() => html(200), 'PATCH');
    assert.deepEqual(await window.runner(job).run(), { state: 'resting', reason: 'serverFailing' });
    const { skipped, unknown, failed } = job.state.counts;
    assert.ok(skipped > 0 && unknown >= 5 && failed === 0, JSON.stringify(job.state.counts));
    assert.deepEqual([...job.state.causes.keys()], ['noUserShown']);
    assert.ok(patches < rows, `${patches} updates`);
    assert.deepEqual(await goesOn(job.id), whole);
  });

  it('rests where a page is all that looks bring', async () => {
    const job = await begin();
    inject(() => html(200));
    assert.deepEqual(await window.runner(job).run(), { state: 'resting', reason: 'intercepted' });
    assert.deepEqual([job.state.counts, patches], [untouched, 0]);
    assert.deepEqual(await goesOn(job.id), whole);
  });

  it('rests where no account can be looked at', async () => {
    const job = await begin();
    inject(() => html(403), undefined, '/');
    assert.deepEqual(await window.runner(job).run(), { state: 'resting', reason: 'intercepted' });
    assert.deepEqual(job.state.counts, untouched);
    assert.deepEqual(await goesOn(job.id), whole);
  });

  it('rests where it ends with them, however few they are', async () => {
    const job = await begin(titles(2));
    inject(() => html(403));
    assert.deepEqual(await window.runner(job).run(), { state: 'resting', reason: 'intercepted' });
    assert.deepEqual([job.state.counts.skipped, job.state.counts.failed], [2, 0]);
    between = undefined;
    const again = await window.jobs.resume(job.id, Date.now());
    assert.deepEqual(await window.runner(again).run(), { state: 'ended' });
    assert.equal(again.state.counts.sent, 2);
  });

  it('ends where single rows are refused and others get through, and says which', async () => {
    const job = await begin();
    inject(() => html(403), 'PATCH', userId(3));
    assert.deepEqual(await window.runner(job).run(), { state: 'ended' });
    assert.deepEqual(job.state.counts, { ...untouched, sent: rows - 1, skipped: 0, failed: 1 });
    assert.deepEqual([...job.state.causes], [['gatewayRefused', 1]]);
    assert.equal(sandbox.user(accountId(1), userId(3))?.title, 'Analyst');
  });

  it('ends where single requests are too large for a proxy, however many', async () => {
    const job = await begin();
    inject(() => html(413), 'PATCH');
    assert.deepEqual(await window.runner(job).run(), { state: 'ended' });
    assert.deepEqual([...job.state.causes], [['requestTooLarge', rows]]);
  });

  it('leaves rows of a server that fails to be sent, unless others get through', async () => {
    const job = await begin();
    inject(() => json(500, { statusCode: 500, error: 'x', message: '' }), 'GET');
    assert.deepEqual(await window.runner(job).run(), { state: 'resting', reason: 'serverFailing' });
    assert.deepEqual(job.state.counts, untouched);
    assert.deepEqual(await goesOn(job.id), whole);
  }).timeout(60_000);
});
