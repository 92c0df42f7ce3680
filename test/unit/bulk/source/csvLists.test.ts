import assert from 'node:assert/strict';
import { bodyOf, problemsOf, readText } from './sources';

type Live = Readonly<Record<string, unknown>>;

/** What one row of CSV makes of a live user. */
async function bodyFor(header: string, row: string, live?: Live): Promise<unknown> {
  const { rows } = await readText(`id;${header}\n1;${row}\n`, '.csv');
  return bodyOf(rows[0], live);
}

const emailsFor = async (address: string, emails?: unknown[]): Promise<unknown> =>
  ((await bodyFor('emails[primary].email', address, emails && { emails })) as { emails: unknown }).emails;

describe('the primary item of a list in CSV', () => {
  const a = { email: 'a@x' };
  const b = { email: 'b@x' };
  const flagged = (item: object) => ({ ...item, is_primary: true });
  const unflagged = (item: object) => ({ ...item, is_primary: false });
  const cases: [string, unknown[] | undefined, string, unknown[]][] = [
    ['is the only one that has the address', [a], 'a@x', [a]],
    ['is it whatever the case of the address', [{ email: 'Ada@X.co' }], 'ada@x.CO', [{ email: 'Ada@X.co' }]],
    ['is the only one, with a mark of nothing', [{ ...a, is_primary: null }], 'a@x', [{ ...a, is_primary: null }]],
    ['is the first one where nobody is marked', [a, b], 'a@x', [a, b]],
    ['is the marked one', [a, flagged(b)], 'b@x', [a, flagged(b)]],
    [
      'becomes another one that is there',
      [flagged(a), { ...b, type: 'home' }],
      'b@x',
      [unflagged(a), flagged({ ...b, type: 'home' })],
    ],
    ['becomes another one where nobody is marked', [a, b], 'b@x', [a, flagged(b)]],
    ['is one alone where several are marked', [flagged(a), flagged(b)], 'b@x', [unflagged(a), flagged(b)]],
    ['gets another address where it is marked', [a, flagged(b)], 'c@x', [a, flagged({ email: 'c@x' })]],
    ['gets another address where it is alone', [{ ...a, type: 'work' }], 'c@x', [{ email: 'c@x', type: 'work' }]],
    ['is added where nobody is marked', [a, b], 'c@x', [a, b, flagged({ email: 'c@x' })]],
    ['is added to none', [], 'c@x', [flagged({ email: 'c@x' })]],
    ['is the only one without a live user', undefined, 'c@x', [flagged({ email: 'c@x' })]],
    ['is dropped where it is cleared', [a, flagged(b)], '<null>', [a]],
  ];
  for (const [name, live, cell, expected] of cases)
    it(name, async () => {
      const before = structuredClone(live);
      assert.deepEqual(await emailsFor(cell, live), expected);
      assert.deepEqual(live, before);
    });

  it('is one for all columns of a row, in whichever order they are', async () => {
    const emails = [flagged(a), { ...b, type: 'home' }];
    const expected = { emails: [unflagged(a), flagged({ ...b, type: 'work' })] };
    assert.deepEqual(await bodyFor('emails[primary].email;emails[primary].type', 'b@x;work', { emails }), expected);
    assert.deepEqual(await bodyFor('emails[primary].type;emails[primary].email', 'work;b@x', { emails }), expected);
    assert.deepEqual(await bodyFor('emails[primary].type', 'work', { emails: [a, b] }), {
      emails: [{ ...a, type: 'work' }, b],
    });
  });

  it('is what a column of an address alone means', async () => {
    for (const header of ['email', 'mail', 'Email Address', 'primaryEmail'])
      assert.deepEqual(await bodyFor(header, 'A@x', { emails: [a] }), { emails: [a] }, header);
  });
});

describe('columns of each item in CSV', () => {
  const columns = 'emails[].email;emails[].type';
  it('keep their gaps', async () => {
    assert.deepEqual(await bodyFor(columns, '"a@x;b@x";";work"'), {
      emails: [{ email: 'a@x' }, { email: 'b@x', type: 'work' }],
    });
    assert.deepEqual(await bodyFor(columns, '"a@x\nb@x";"work\n"'), {
      emails: [{ email: 'a@x', type: 'work' }, { email: 'b@x' }],
    });
    assert.deepEqual(await bodyFor(columns, '"a@x;;b@x";"work;;home"'), {
      emails: [
        { email: 'a@x', type: 'work' },
        { email: 'b@x', type: 'home' },
      ],
    });
    assert.deepEqual(await bodyFor('emails[].type;emails[].email', '";work";"a@x;b@x"'), {
      emails: [{ email: 'a@x' }, { email: 'b@x', type: 'work' }],
    });
  });

  it('leave the other members of the items alone that they name', async () => {
    const emails = [
      { email: 'a@x', type: 'home', is_primary: true },
      { email: 'b@x', type: 'work' },
    ];
    assert.deepEqual(await bodyFor(columns, '"b@x;a@x";";work"', { emails }), {
      emails: [emails[1], { ...emails[0], type: 'work' }],
    });
    assert.deepEqual(await bodyFor('emails[].type', '";other"', { emails }), {
      emails: [emails[0], { ...emails[1], type: 'other' }],
    });
    assert.deepEqual(await bodyFor('emails[].type', 'other', { emails }), {
      emails: [{ ...emails[0], type: 'other' }, emails[1]],
    });
    assert.deepEqual(await bodyFor('emails[].type', '<null>', { emails }), {
      emails: emails.map((email) => ({ ...email, type: null })),
    });
  });

  it('have values of the types of their members', async () => {
    assert.deepEqual(await bodyFor('emails[].email;emails[].is_primary', '"a@x;b@x";"false;TRUE"'), {
      emails: [
        { email: 'a@x', is_primary: false },
        { email: 'b@x', is_primary: true },
      ],
    });
  });

  it('are cleared by the token, in whole or an item', async () => {
    assert.deepEqual(await bodyFor('emails[].email', '<null>'), { emails: null });
    assert.deepEqual(await bodyFor('emails[].email', '"a@x;<null>;b@x"'), {
      emails: [{ email: 'a@x' }, { email: 'b@x' }],
    });
  });

  it('are told of where their values are not as many', async () => {
    const uneven: [string, string][] = [
      [columns, '"a@x;b@x";"work"'],
      [columns, '"a@x";"work;home"'],
      [columns, '"a@x;b@x";"work;home;other"'],
      [columns, '"a@x, b@x";"work, home"'],
      [columns, '"[""a@x"",""b@x""]";"work"'],
      ['roles[].id;roles[].name', '"1;2";"One"'],
    ];
    for (const [header, row] of uneven) {
      const { rows } = await readText(`id;${header}\n1;${row}\n2;;\n`, '.csv');
      assert.ok(
        problemsOf(rows).some((problem) => /^2:\d+ unevenLists$/.test(problem)),
        row,
      );
    }
    const even = ['"a@x;b@x";"work;"', '"a@x;b@x;";"work;home"', ';"work"', '"a@x;b@x";', '"a@x;b@x";"work;;;"'];
    for (const row of even) {
      const { rows } = await readText(`id;${columns}\n1;${row}\n`, '.csv');
      assert.deepEqual(problemsOf(rows), [], row);
    }
  });

  it('do not cut a name at its comma, but lists of addresses and of codes', async () => {
    assert.deepEqual(await bodyFor('roles[].name', 'Sales, EMEA'), { roles: [{ name: 'Sales, EMEA' }] });
    assert.deepEqual(await bodyFor('groups[].id', 'cn=a,dc=x'), { groups: [{ id: 'cn=a,dc=x' }] });
    assert.deepEqual(await bodyFor('emails[].email', 'a@x, b@x'), { emails: [{ email: 'a@x' }, { email: 'b@x' }] });
    for (const header of ['languages', 'languages[]'])
      assert.deepEqual(await bodyFor(header, 'en, de'), { languages: ['en', 'de'] });
  });

  it('may be parameters', async () => {
    const { rows } = await readText('id,$truto.query.groups[].id\n1,7;8\n', '.csv');
    assert.deepEqual(rows[0]?.file?.query, { groups: [{ id: '7' }, { id: '8' }] });
  });
});

describe('an item of a list in CSV that becomes another one', () => {
  const live = {
    roles: [
      { id: 'r1', name: 'One', group: 'g' },
      { id: 'r2', name: 'Two' },
    ],
  };
  it('has not the name of the old one', async () => {
    const [first, second] = live.roles;
    assert.deepEqual(await bodyFor('roles.0.id', 'r9', live), { roles: [{ id: 'r9', group: 'g' }, second] });
    assert.deepEqual(await bodyFor('roles.0.name', 'Nine', live), { roles: [{ name: 'Nine', group: 'g' }, second] });
    assert.deepEqual(await bodyFor('roles.0.id;roles.0.name', 'r9;Nine', live), {
      roles: [{ id: 'r9', name: 'Nine', group: 'g' }, second],
    });
    assert.deepEqual(await bodyFor('roles.0.id', 'r1', live), live);
    assert.deepEqual(await bodyFor('roles.0.name', 'One', live), live);
    assert.deepEqual(await bodyFor('roles.0.group', 'h', live), { roles: [{ ...first, group: 'h' }, second] });
    assert.deepEqual(await bodyFor('roles.0.name', '<null>', live), { roles: [{ ...first, name: null }, second] });
    for (const field of ['groups', 'organizations', 'workspaces', 'licenses'])
      assert.deepEqual(await bodyFor(`${field}.0.id`, '9', { [field]: [{ id: 1, name: 'One' }] }), {
        [field]: [{ id: '9' }],
      });
  });

  it('is dropped where what names it is cleared', async () => {
    const [first, second] = live.roles;
    assert.deepEqual(await bodyFor('roles.0.id', '<null>', live), { roles: [second] });
    assert.deepEqual(await bodyFor('roles.1.id', ' <null> ', live), { roles: [first] });
    assert.deepEqual(await bodyFor('roles.0.id;roles.1.name', '<null>;Three', live), { roles: [{ name: 'Three' }] });
    assert.deepEqual(await bodyFor('languages.0', '<null>', { languages: ['en', 'de'] }), { languages: ['de'] });
    const phones = [{ number: '1', type: 'mobile' }, { number: '2' }];
    assert.deepEqual(await bodyFor('phones.0.number', '<null>', { phones }), { phones: [phones[1]] });
    assert.deepEqual(await bodyFor('phones.0.type', '<null>', { phones }), {
      phones: [{ number: '1', type: null }, phones[1]],
    });
  });

  it('has its problems at its own cell, though items before it are not there', async () => {
    const { rows } = await readText('id,phones.2.number,phones.2.type\n1,7,fax\n', '.csv');
    assert.deepEqual(problemsOf(rows), ['2:5 notAllowedValue']);
  });
});

describe('a cell of CSV that has nothing but space', () => {
  const spaces = [' ', '\t', '\u00a0', ' \u00a0 ', '"\n"', '\u3000', '\ufeff '];
  it('leaves its field alone', async () => {
    for (const space of spaces)
      assert.deepEqual(await bodyFor('first_name;emails[].email', `${space};${space}`), {}, JSON.stringify(space));
  });

  it('is no user, and a row of such cells is none', async () => {
    for (const space of spaces) {
      const { rows } = await readText(`id;name\n${space};Ada\n${space};${space}\n`, '.csv');
      assert.deepEqual(
        rows.map(({ file }) => file?.userId),
        [undefined],
        JSON.stringify(space),
      );
    }
  });
});

describe('an ID in CSV', () => {
  it('has no space around it', async () => {
    const text =
      'id,integrated_account_id,$truto.query.organization_id,roles.0.id\n\u00a01 , acc\u00a0, org ,\u00a0r1\n';
    const { rows } = await readText(text, '.csv');
    const { userId, accountId, query } = rows[0]?.file ?? {};
    assert.deepEqual([userId, accountId, query], ['1', 'acc', { organization_id: 'org' }]);
    assert.deepEqual(bodyOf(rows[0]), { roles: [{ id: 'r1' }] });
  });

  it('of a token that clears has neither', async () => {
    for (const cell of [' <null> ', '\u00a0<null>', '<null>\t'])
      assert.deepEqual(await bodyFor('title', cell), { title: null }, cell);
  });
});
