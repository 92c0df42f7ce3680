import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkBaseUrl, isLoopback } from '../../../../src/core/http/baseUrl';

const accepted: readonly (readonly [string, string, string])[] = [
  ['https://api.truto.one', 'https://api.truto.one', 'https://api.truto.one'],
  ['  https://api.truto.one/ ', 'https://api.truto.one', 'https://api.truto.one'],
  ['HTTPS://API.Truto.One', 'https://api.truto.one', 'https://api.truto.one'],
  ['https://eu.api.truto.one:443', 'https://eu.api.truto.one', 'https://eu.api.truto.one'],
  ['https://proxy.example:8443/truto//', 'https://proxy.example:8443', 'https://proxy.example:8443/truto'],
  ['http://127.0.0.1:4010', 'http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
  ['http://127.8.9.1', 'http://127.8.9.1', 'http://127.8.9.1'],
  ['http://localhost:80/x', 'http://localhost', 'http://localhost/x'],
  ['http://[::1]:3000', 'http://[::1]:3000', 'http://[::1]:3000'],
  ['https://boxn--ring.example', 'https://boxn--ring.example', 'https://boxn--ring.example'],
];

const refused: readonly (readonly [string, string])[] = [
  ['', 'notAUrl'],
  ['api.truto.one', 'notAUrl'],
  ['https://', 'notAUrl'],
  ['https:api.truto.one', 'notAUrl'],
  ['https:/api.truto.one', 'notAUrl'],
  ['https:///api.truto.one', 'notAUrl'],
  ['https://api.truto.one:99999', 'notAUrl'],
  ['mailto:https://api.truto.one', 'notAUrl'],
  ['https://api.\ttruto.one', 'notAUrl'],
  ['https://api.truto.one/a\nb', 'notAUrl'],
  ['http://api.truto.one', 'notHttps'],
  ['http://127.0.0.1.evil.example', 'notHttps'],
  ['http://localhost.evil.example', 'notHttps'],
  ['http://10.0.0.1', 'notHttps'],
  ['http://0.0.0.0', 'notHttps'],
  ['http://[::ffff:7f00:1]', 'notHttps'],
  ['ftp://api.truto.one', 'notHttps'],
  ['file://host/x', 'notHttps'],
  ['https://api.truto.one@evil.example', 'userinfo'],
  ['https://user:pass@api.truto.one', 'userinfo'],
  ['https://@api.truto.one', 'userinfo'],
  ['https://evil.example\\@api.truto.one', 'backslash'],
  ['https:\\\\api.truto.one', 'backslash'],
  ['https://api.truto.one?x=1', 'queryOrFragment'],
  ['https://api.truto.one/#x', 'queryOrFragment'],
  ['https://api.trutо.one', 'lookAlikeHost'],
  ['https://xn--trut-6ya.one', 'lookAlikeHost'],
  ['https://api.xn--trut-6ya.one', 'lookAlikeHost'],
  ['https://<api.truto.one', 'lookAlikeHost'],
  ['https://api.truto.one>', 'lookAlikeHost'],
  ['https://proxy.example.', 'lookAlikeHost'],
  ['https://api.truto.one.evil.example', 'lookAlikeHost'],
  ['https://api-truto.one', 'lookAlikeHost'],
  ['https://%61pi.truto.one', 'lookAlikeHost'],
  ['https://api.truto.one.', 'lookAlikeHost'],
  ['http://0x7f.1', 'lookAlikeHost'],
  ['http://2130706433', 'lookAlikeHost'],
  ['https://api。truto.one', 'lookAlikeHost'],
];

describe('checkBaseUrl', () => {
  for (const [text, origin, baseUrl] of accepted) {
    it(`accepts ${text} as ${baseUrl}`, () => {
      assert.deepEqual(checkBaseUrl(text), { ok: true, origin, baseUrl });
    });
  }

  for (const [text, reason] of refused) {
    it(`refuses ${JSON.stringify(text)}: ${reason}`, () => {
      assert.deepEqual(checkBaseUrl(text), { ok: false, reason });
    });
  }

  it('knows this computer by its names and numbers, and by nothing that holds them', () => {
    for (const host of ['localhost', '[::1]', '127.0.0.1', '127.100.200.255'])
      assert.equal(isLoopback(host), true, host);
    for (const host of [
      'a127.0.0.1',
      '127.0.0.1a',
      '127.0.0',
      '127.0.0.1000',
      '127.0000.0.1',
      '[::2]',
      'localhost.a',
      '',
    ])
      assert.equal(isLoopback(host), false, host);
  });

  it('never throws, and accepts only what leads where its origin says', () => {
    const pieces = fc.array(
      fc.constantFrom(
        'https://',
        'http://',
        'api.truto.one',
        'evil.example',
        '127.0.0.1',
        '@',
        '\\',
        '/',
        '..',
        ':80',
        '?',
        '#',
        '%2e',
        '。',
        '[::1]',
        ' ',
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const checked = checkBaseUrl(parts.join(''));
        if (!checked.ok) return;
        const url = new URL(`${checked.baseUrl}/unified/user-directory/users/x`);
        assert.equal(url.origin, checked.origin);
        assert.equal(url.username + url.password, '');
        assert.ok(url.protocol === 'https:' || ['127.0.0.1', '[::1]'].includes(url.hostname));
      }),
      { numRuns: 2000 },
    );
  });
});
