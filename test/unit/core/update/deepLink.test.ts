import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deepLinkQuery, readDeepLink } from '../../../../src/core/update/deepLink';

const account = '5a9d0c1e-0000-4000-8000-000000000001';
const reasonOf = (query: string) => {
  const read = readDeepLink(query);
  return read.ok ? 'opened' : read.reason;
};

describe('a link that opens a user', () => {
  it('is read as it was made, whatever the names are, after VS Code has decoded it once', () => {
    const name = (maxLength: number) =>
      fc
        .string({
          minLength: 1,
          maxLength,
          unit: fc.oneof(
            fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
            fc.constantFrom('&', '%', '+', '25', '='),
          ),
        })
        .filter((text) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text));
    fc.assert(
      fc.property(
        fc.option(name(20), { nil: undefined }),
        fc.option(name(20), { nil: undefined }),
        (user, environment) => {
          const read = readDeepLink(decodeURIComponent(deepLinkQuery({ account, user, environment })));
          assert.deepEqual(read.ok && { user, environment, ...read.link }, { account, user, environment });
        },
      ),
    );
  });

  it('is read where it was written by hand', () => {
    assert.deepEqual(readDeepLink(`account=${account}&user=usr_ada&environment=Acme Test`), {
      ok: true,
      link: { account, user: 'usr_ada', environment: 'Acme Test' },
    });
  });

  /** What a link opens that a person wrote with `encodeURIComponent`, after VS Code has decoded it. */
  const openedByHand = (user: string) => {
    const read = readDeepLink(decodeURIComponent(`account=${account}&user=${encodeURIComponent(user)}`));
    return read.ok ? read.link.user : undefined;
  };
  for (const user of [
    'ada+test@x.com',
    '100%',
    '50%25',
    '%2525',
    '%E0%A4%A',
    'a b',
    'a%20b',
    'a=b',
    'a#b',
    'a?b',
    'a/b',
    'encoded=twice',
    'Zoë 😀',
  ])
    it(`opens ${user}, encoded by hand or copied`, () => {
      assert.equal(openedByHand(user), user);
      const read = readDeepLink(decodeURIComponent(deepLinkQuery({ account, user })));
      assert.equal(read.ok && read.link.user, user);
    });

  for (const user of ['a&b', 'a&', '&', 'a&&', 'a&user=b', 'a&encoded=twice', 'encoded=twice&', 'a&=b'])
    it(`opens nobody where ${user} was encoded by hand, and that user where it was copied`, () => {
      assert.equal(openedByHand(user), undefined);
      const read = readDeepLink(decodeURIComponent(deepLinkQuery({ account, user })));
      assert.equal(read.ok && read.link.user, user);
    });

  it('opens the user that was encoded by hand, or nobody', () => {
    const unit = fc.oneof(
      fc.constantFrom('%', '+', '25', '2', 'F', '&', '=', ' ', '#', '\\', 'ë'),
      fc.string({ maxLength: 2 }),
    );
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 8 }), (user) => {
        const isUsable = user !== '' && !/[\p{C}\p{Zl}\p{Zp}&]/u.test(user);
        if (isUsable) assert.equal(openedByHand(user), user);
        else assert.ok([undefined, user].includes(openedByHand(user)));
      }),
    );
  });

  it('looks as a person would write it, unless a value has the sign between parameters', () => {
    assert.equal(deepLinkQuery({ account, user: 'ada+1@x.com' }), `account=${account}&user=ada%2B1%40x.com`);
    assert.equal(deepLinkQuery({ account, user: 'a&b' }), `encoded=twice&account=${account}&user=a%2526b`);
  });

  it('is read where a page on the way has written it as forms do', () => {
    const link = { account, user: 'ada+test@x.com', environment: 'Acme & Söhne' };
    const query = new URLSearchParams(decodeURIComponent(deepLinkQuery(link))).toString();
    assert.match(query, /Acme\+%26\+S/);
    assert.deepEqual(readDeepLink(query), { ok: true, link });
  });

  for (const name of [
    'token',
    'apiToken',
    'api_key',
    'password',
    'Authorization',
    'body',
    'patch',
    'send',
    'confirm',
    'baseUrl',
  ])
    it(`never carries ${name}`, () => {
      assert.equal(reasonOf(`account=${account}&${name}=x`), 'secret');
      assert.equal(reasonOf(`${encodeURIComponent(name)}=&account=${account}`), 'secret');
    });

  const refused: Readonly<Record<string, string>> = {
    '': 'account',
    'account=1': 'account',
    [`account=${account}&account=${account}`]: 'parameter',
    [`account=${account}&user=a&user=b`]: 'parameter',
    [`account=${account}&more=1`]: 'parameter',
    [`account=${account}&__proto__=1`]: 'parameter',
    [`account=${account}&user=`]: 'user',
    [`account=${account}&user=a\nb`]: 'user',
    [`encoded=twice&account=${account}&user=a%0ab`]: 'user',
    [`account=${account}&user=\u202ea`]: 'user',
    [`account=${account}&user=${'u'.repeat(501)}`]: 'user',
    [`account=${account}&environment=${'e'.repeat(101)}`]: 'environment',
    [`encoded=twice&account=${account}&user=%E0%A4%A`]: 'malformed',
    [`account=${account}&user=a&`]: 'parameter',
    [`account=${account}&user=a&encoded=twice`]: 'parameter',
    ['a'.repeat(5000)]: 'malformed',
  };
  for (const [query, reason] of Object.entries(refused))
    it(`is refused: ${reason}, ${query.slice(0, 70)}`, () => assert.equal(reasonOf(query), reason));

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (query) => void readDeepLink(query)));
  });
});
