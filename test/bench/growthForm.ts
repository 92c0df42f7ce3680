import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { BareForm } from '../host/bareForm';
import { launchBrowser } from '../host/browser';
import { median } from './median';

/** One form, by itself in a page: medians. */
interface Figures {
  /** Milliseconds from the form's script to the first painted field. */
  readonly firstField: number;
  /** CPU of the page, in ms: until that field is there, until the form is open and at rest, and for six changes of a title and of a role. */
  readonly firstFieldCpu: number;
  readonly openingCpu: number;
  readonly titleCpu: number;
  readonly roleCpu: number;
  readonly nodes: number;
  readonly listeners: number;
  /** MB. */
  readonly heap: number;
  /** The same after the whole form has been scrolled through. */
  readonly nodesSeen: number;
  readonly heapSeen: number;
}

/** With the ratios to the smallest form. */
export type FormGrowth = Figures & {
  readonly form: string;
  readonly firstFieldRatio: number;
  readonly titleRatio: number;
  readonly roleRatio: number;
};

const rounds = 5;
const changes = 6;
const restOfOpening = 1500;
/** Milliseconds: longer than the pause in typing after which the text takes over. */
const restOfTyping = 600;

const role = (index: number) => ({ id: `role_${index}`, name: `Role ${index}`, group: `group_${index % 7}` });
const user = (roles: number) => ({
  id: 'usr_ada',
  name: 'Ada Lovelace',
  first_name: 'Ada',
  last_name: 'Lovelace',
  username: 'ada',
  title: 'Countess',
  status: 'active',
  timezone: 'Europe/London',
  created_at: '2024-01-10T09:00:00.000Z',
  emails: [{ email: 'ada@example.com', is_primary: true, type: 'work' }],
  phones: [{ number: '+44 20 7946 0000', type: 'mobile' }],
  roles: Array.from({ length: roles }, (_, index) => role(index)),
  groups: [{ id: '1', name: 'Research' }],
});

/** Opens users with more and more roles as forms, in turn, and types into them. */
export async function growthForm(): Promise<FormGrowth[]> {
  const forms = [1, 500, 2000].map((roles) => ({ roles, figures: [] as Figures[] }));
  const browser = await launchBrowser();
  try {
    for (let round = 0; round < rounds; round++)
      for (const { roles, figures } of forms) figures.push(await measure(browser, user(roles)));
  } finally {
    await browser.close();
  }
  const medians = forms.map(({ figures }) => mediansOf(figures));
  const [least] = medians;
  return medians.map((each, index) => ({
    form: `13 fields, ${forms[index]?.roles ?? 0} roles`,
    ...each,
    firstFieldRatio: each.firstFieldCpu / (least?.firstFieldCpu ?? NaN),
    titleRatio: each.titleCpu / (least?.titleCpu ?? NaN),
    roleRatio: each.roleCpu / (least?.roleCpu ?? NaN),
  }));
}

function mediansOf(figures: readonly Figures[]): Figures {
  const names = Object.keys(figures[0] ?? {}) as (keyof Figures)[];
  return Object.fromEntries(
    names.map((name) => [name, median(figures.map((each) => each[name]))]),
  ) as unknown as Figures;
}

async function measure(browser: Browser, content: unknown): Promise<Figures> {
  const form = await BareForm.open(browser, JSON.stringify(content, undefined, 2));
  const { page } = form;
  const { cpu: firstFieldCpu } = await form.figures();
  await wait(restOfOpening);
  const { cpu, nodes, listeners, heap } = await form.figures();
  const firstField = await page.evaluate(() => performance.getEntriesByName('first field')[0]?.duration ?? NaN);
  const titleCpu = await type(form, 'title');
  const roleCpu = await type(form, 'roles/0/name');
  await page.evaluate(async () => {
    for (let top = 0; top < document.body.scrollHeight; top += 2 * innerHeight) {
      scrollTo({ top, behavior: 'instant' });
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
  const seen = await form.figures();
  await page.close();
  return {
    firstField,
    firstFieldCpu,
    openingCpu: cpu,
    titleCpu,
    roleCpu,
    nodes,
    listeners,
    heap,
    nodesSeen: seen.nodes,
    heapSeen: seen.heap,
  };
}

/** The CPU that changes of a field take, from the letter to the text and back. */
async function type(form: BareForm, place: string): Promise<number> {
  const field = form.page.locator(`[id="field/${place}:control"]`);
  await field.focus();
  await wait(restOfTyping);
  const before = await form.figures();
  for (let change = 0; change < changes; change++) {
    await field.press('x');
    await wait(restOfTyping);
  }
  return (await form.figures()).cpu - before.cpu;
}
