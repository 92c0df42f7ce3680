import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { BareForm } from '../host/bareForm';
import { launchBrowser } from '../host/browser';
import { until } from '../host/until';

const role = (index: number) => ({ id: `role_${index}`, name: `Name ${index}`, group: `group_${index}` });
const userOf = (roles: number) =>
  JSON.stringify(
    { title: 'Countess', roles: Array.from({ length: roles }, (_, index) => role(index)), status: 'active' },
    undefined,
    2,
  );

describe('the form of a long list', () => {
  let browser: Browser;
  let form: BareForm;
  let page: Page;

  before(async () => (browser = await launchBrowser()));
  after(async () => browser.close());
  afterEach(async () => page.close());

  const open = async (text: string) => {
    form = await BareForm.open(browser, text);
    page = form.page;
    await atRest();
  };
  const place = (path: string) => page.locator(`[id="field/${path}"]`);
  const control = (path: string) => page.locator(`[id="field/${path}:control"]`);
  const openItems = () => page.locator('.list > ul > li:not(.folded)').count();
  const focused = () => page.evaluate(() => document.activeElement?.id ?? '');
  const waitForFocus = (path: string) =>
    until(`the focus on ${path}`, async () => (await focused()) === `field/${path}:control`);
  const scrollTo = (path: string) =>
    place(path).evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  /** Waits until all items are there, and those in sight open. */
  const atRest = () =>
    until('the form at rest', () =>
      page.evaluate(() => {
        const isInSight = (element: Element) => {
          const { top, bottom } = element.getBoundingClientRect();
          return bottom > 0 && top < innerHeight;
        };
        const isGrowing = document.querySelector('.list[aria-busy="true"]') !== null;
        return !isGrowing && ![...document.querySelectorAll('.folded')].some(isInSight);
      }),
    );

  it('holds a line of text for each item that is far, without a listener', async () => {
    await open(userOf(100));
    const hundred = await form.figures();
    await page.close();
    await open(userOf(500));
    const more = await form.figures();
    assert.equal(more.listeners, hundred.listeners);
    assert.ok(more.nodes - hundred.nodes <= 400 * 3, `${hundred.nodes} nodes, then ${more.nodes}`);
  });

  it('holds no more of it than before when it was scrolled through', async () => {
    await open(userOf(300));
    const before = await openItems();
    for (let index = 0; index < 300; index += 20) await scrollTo(`roles/${index}`);
    await scrollTo('title');
    await until('what is far folded again', async () => (await openItems()) <= before + 2);
  });

  it('renders the row that is edited, and tells the host of one edit', async () => {
    await open(userOf(500));
    await control('roles/1/name').focus();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Profiler.enable');
    await devtools.send('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    const sent = form.received.length;
    await page.keyboard.press('End');
    await page.keyboard.type('x');
    await page.keyboard.press('Enter');
    await until('the text to have it', () => Promise.resolve(form.text.includes('"Name 1x"')));
    await until('it rendered', async () => (await control('roles/1/name').inputValue()) === 'Name 1x');
    const { result } = await devtools.send('Profiler.takePreciseCoverage');
    const calls = (name: string) =>
      result
        .flatMap(({ functions }) => functions)
        .filter(({ functionName }) => functionName === name)
        .reduce((sum, { ranges }) => sum + (ranges[0]?.count ?? 0), 0);
    assert.deepEqual(
      form.received.slice(sent).filter(({ kind }) => kind === 'edit').length,
      1,
      JSON.stringify(form.received.slice(sent)),
    );
    assert.equal(calls('ObjectItem'), 1);
    // Those of its fields that it is about, and the list.
    assert.ok(calls('Row') <= 2, `${calls('Row')} rows`);
  });

  it('leads to a field far away', async () => {
    await open(userOf(500));
    await form.post({ kind: 'focus', path: ['roles', 300, 'group'] });
    await waitForFocus('roles/300/group');
    assert.ok(
      await control('roles/300/group').evaluate((element) => element.getBoundingClientRect().bottom <= innerHeight),
    );
    await form.post({ kind: 'focus', path: ['status'] });
    await waitForFocus('status');
  });

  it('keeps the order of its tab stops where somebody scrolled on', async () => {
    await open(userOf(500));
    await control('roles/400/group').waitFor({ state: 'detached' });
    await form.post({ kind: 'focus', path: ['roles', 250, 'group'] });
    await waitForFocus('roles/250/group');
    await scrollTo('roles/20');
    await atRest();
    await until('its neighbour folded', () => place('roles/251').evaluate((item) => item.matches('.folded')));
    await page.keyboard.press('Tab');
    await until('the focus in the next item', async () => (await focused()).startsWith('field/roles/251'));
    await scrollTo('roles/450');
    await atRest();
    await control('roles').focus();
    await page.keyboard.press('Home');
    await until('the focus in the first item', async () => (await focused()).startsWith('field/roles/0'));
  });

  it('is found as a whole', async () => {
    await open(userOf(500));
    await control('title').focus();
    // As while the find of VS Code has the focus.
    await page.evaluate(() => {
      document.hasFocus = () => false;
      (window as unknown as { find: (text: string) => boolean }).find('group_444');
    });
    const found = page.locator('[data-found]');
    await until('the field marked', async () => (await found.getAttribute('id')) === 'field/roles/444/group:control');
    assert.ok(await found.evaluate((element) => element.getBoundingClientRect().bottom <= innerHeight));
  });

  it('keeps what is typed and no value yet, wherever somebody scrolls', async () => {
    await open(JSON.stringify({ roles: Array.from({ length: 80 }, () => ({ id: { is: 'odd' } })) }));
    await control('roles/3/id').fill('{ "is": ');
    await control('roles/4/id').focus();
    await scrollTo('roles/79');
    await until('what is far folded', () => place('roles/10').evaluate((item) => item.matches('.folded')));
    assert.equal(await control('roles/3/id').inputValue(), '{ "is": ');
  });
});
