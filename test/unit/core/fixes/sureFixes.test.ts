import assert from 'node:assert/strict';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { fixAll, sureFix } from '../../../../src/core/fixes/fixAll';
import { applyTextEdits } from '../../../../src/core/json/textEdit';

const check = (text: string) => checkUserText(text, { unknownFields: 'warning' });

/** The text with every sure fix, and those that come to light by them. */
const surelyFixed = (text: string) =>
  applyTextEdits(text, fixAll(text, check(text), { choose: sureFix, recheck: check }));

describe('fixAll: what it leaves to people', () => {
  const untouched = (texts: readonly string[]) => {
    for (const text of texts) {
      assert.ok(check(text).length > 0, text);
      assert.equal(surelyFixed(text), text);
    }
  };

  it('is a list of what may be none of its items', () => {
    for (const list of ['emails', 'phones', 'urls', 'languages', 'roles', 'groups', 'licenses'])
      for (const value of [
        '""',
        '" "',
        'false',
        'true',
        '0',
        '3',
        '"n/a"',
        '"none given"',
        '"-"',
        '{}',
        '{"work": "a@b.co"}',
      ])
        untouched([`{"${list}": ${value}}`, `[{"${list}": ${value}}]`]);
    for (const value of ['""', 'false', '0']) untouched([`{"emails": [${value}]}`, `{"phones": [${value}]}`]);
  });

  it('is a text that may be several items', () => {
    for (const gap of [',', ', ', ';', '|', ' | ', ' ', '\\n', '\\t', ' / ', ' and '])
      untouched([
        `{"emails": "a@b.co${gap}c@d.co"}`,
        `{"emails": ["a@b.co${gap}c@d.co"]}`,
        `{"phones": "+44 20 7946${gap}+1 555 0100"}`,
        `{"languages": "en${gap}fr"}`,
        `{"urls": "https://a.co${gap}https://b.co"}`,
      ]);
  });

  it('is an object that has no field of an item', () => {
    untouched([
      '{"emails": {"0": {"email": "a@b.co"}, "1": {"email": "c@d.co"}}}',
      '{"phones": {"mobile": "+1 555 0100"}}',
    ]);
    for (const [item, list] of [
      ['{"email": "a@b.co"}', '[{"email": "a@b.co"}]'],
      ['{"Email": "a@b.co", "foo": 1}', '[{"email": "a@b.co", "foo": 1}]'],
      ['{"value": "a@b.co"}', '[{"value": "a@b.co"}]'],
    ])
      assert.equal(surelyFixed(`{"emails": ${item!}}`), `{"emails": ${list!}}`);
  });

  it('is a field that only Truto sets, and one of two that may be the same', () => {
    untouched(['{"external_id": "x"}', '{"bio": "I"}', '{"updated_at": "x"}']);
    untouched(['{"firstName": "Ada", "FirstName": "A"}', '{"emails": [{"isPrimary": true, "Is_Primary": false}]}']);
    assert.equal(surelyFixed('{"firstName": "Ada", "LastName": "L"}'), '{"first_name": "Ada", "last_name": "L"}');
  });

  it('is the last item of a list, and what is neither true nor false', () => {
    untouched(['{"emails": [null]}', '{"languages": [null, null]}', '{"title": false}', '{"avatar": [true]}']);
    assert.equal(surelyFixed('{"languages": [null, "en", null]}'), '{"languages": ["en"]}');
  });

  it('is a number that may be called otherwise', () => {
    untouched([
      '{"id": 1042.0}',
      '{"id": 1e3}',
      '{"title": 12.50}',
      '{"roles": [{"id": 5.0}]}',
      '[{"$truto": {"id": -0}}]',
    ]);
    untouched(['{"$truto": {"id": 1042.0}, "name": "x"}', '{"$truto": {"id": "1042"}, "id": 1042.0}']);
    untouched(['{"phones": 2079460000.0}', '{"phones": [2079460000.0]}', '{"title": [1.0]}']);
    assert.equal(surelyFixed('{"id": 1042, "title": 1.5}'), '{"id": "1042", "title": "1.5"}');
  });

  it('is who is updated', () => {
    untouched(['{"$truto": null}', '{"$truto": {"id": null}}', '{"$truto": {"integrated_account_id": null}}']);
    untouched(['[{"$truto": {"integrated_account_id": null}}, {}]', '{"$truto": {"id": ["u-1"]}}', '{"id": ["u-1"]}']);
    untouched(['{"$truto": {"id": "u-1\\ud800"}}', '{"id": "u-1\ud800"}', '{"$truto": {"id": true}}']);
    assert.equal(surelyFixed('{"$truto": {"query": null, "id": 7}}'), '{"$truto": {"id": "7"}}');
    assert.equal(surelyFixed('{"id": "a", "id": "\\u0061", "name": null}'), '{"id": "a", "name": null}');
    assert.equal(surelyFixed('{"id": "\ud83d\\ude00"}'), '{"id": "😀"}');
    const id = '62f44730-dd91-461e-bd6a-aedd9e0ad79d';
    assert.equal(
      surelyFixed(`{"$truto": {"integrated_account_id": "{${id}}"}}`),
      `{"$truto": {"integrated_account_id": "${id}"}}`,
    );
    assert.equal(surelyFixed('{"groups": [{"id": null}, null]}'), '{"groups": [{"id": null}]}');
  });

  it('is an unknown field that would clear what the user has', () => {
    const lists = ['Emails', 'emailS', 'Phones', 'URLs', 'Roles', 'Groups', 'Licenses', 'Organizations', 'Languages'];
    for (const list of lists) untouched([`{"${list}": null}`, `{"${list}": []}`, `[{}, {"${list}": [ ]}]`]);
    for (const field of ['LastName', 'Title', 'Created_At', 'Status', 'LicensedSheetCreator', 'RemoteData'])
      untouched([`{"${field}": null}`]);
    untouched(['{"LastName": ""}', '{"Title": " "}', '[{"First-Name": "\\t"}]']);
    // The list replaces the live one as a whole, and a parameter that is null is not sent.
    assert.equal(
      surelyFixed('{"phones": [{"number": "1", "Extension": null}]}'),
      '{"phones": [{"number": "1", "extension": null}]}',
    );
    assert.equal(surelyFixed('{"$truto": {"Query": null}}'), '{"$truto": {}}');
  });

  it('is an empty text in a list', () => {
    untouched(['{"title": [""]}', '{"name": [" "]}', '{"avatar": ["\\n"]}']);
    assert.equal(surelyFixed('{"Title": [""]}'), '{"title": [""]}');
  });

  it('is a text of nothing but halves of characters, or a key with one', () => {
    const half = '\ud83d';
    for (const spelled of [half, '\\ud83d', ` ${half}`, half + half, `${half}\\ud83d`, '\\udc00\\ud83d']) {
      untouched([`{"name": "${spelled}"}`, `{"emails": [{"email": "${spelled}"}]}`, `{"languages": ["${spelled}"]}`]);
      untouched([`{"remote_data": {"a": "${spelled}"}}`, `{"remote_data": {"${spelled}": 1}}`]);
      untouched([`{"remote_data": {"a": 1, "a${spelled}": 2}}`]);
    }
    untouched([`{"id${half}": "1"}`, `{"$truto${half}": {}}`, `{"name${half}": "Ada"}`]);
    assert.equal(surelyFixed(`{"name": "Ada ${half}L"}`), '{"name": "Ada L"}');
    assert.equal(surelyFixed(`{"remote_data": {"${half}\\ude00": "x${half}"}}`), '{"remote_data": {"😀": "x"}}');
  });

  it('is an address that is none as it is spelled', () => {
    for (const spelled of [
      '[{\\"email\\":\\"a@b.co\\"}]',
      '{\\"email\\":\\"a@b.co\\"}',
      '[\\"a@b.co\\"]',
      "['a@b.co']",
      "'a@b.co'",
      '\\"a@b.co\\"',
      'mailto:a@b.co',
      'SMTP:Ann@x.co',
      '(a@b.co)',
      'a@b.co.',
      '.a@b.co',
      'a@b.co>',
      ' a@b.co',
      'a@b.co ',
      '{{email}}@x.co',
      '${email}@x.co',
      '%EMAIL%@x.co',
      'a@b',
      'a@b@c.co',
      'a@.co',
      'a@b..co',
      'a@-b.co',
      'a@127.0.0.1',
      'N/A@b.co',
    ])
      untouched([`{"emails": "${spelled}"}`, `{"emails": ["${spelled}"]}`]);
    for (const spelled of [
      'a.b+c_d@b-c.d.co',
      "o'brien@b.co",
      'jürgen@exämple.de',
      'A@B.CO',
      'a@xn--bcher-kva.xn--p1ai',
    ])
      assert.equal(surelyFixed(`{"emails": "${spelled}"}`), `{"emails": [{ "email": "${spelled}" }]}`);
  });

  it('is what may be two phone numbers, or none', () => {
    for (const spelled of [
      '555 1234\\n555 9876',
      '555 1234\\r\\n',
      '(555) 123-4567 (555) 987-6543',
      '5551234 5559876',
      '555-1234 555-9876',
      '555 1234 555 9876',
      '+1 5551234 5559876',
      '+12345678 901234567',
      '12345678901234',
      '+1234567890123456',
      '2024-01-15',
      '2024.01.15',
      '15.01.2024',
      '20240115',
      '12.5',
      '1234567.5',
      '911',
      '2024',
      '555 123',
      '(5551234',
      '555)1234567',
    ])
      untouched([`{"phones": "${spelled}"}`, `{"phones": ["${spelled}"]}`]);
    untouched(['{"phones": 20240115}', '{"phones": 12.5}', '{"phones": [2024]}']);
    for (const spelled of [
      '+44 (0)20 7946-0000',
      '(555) 123-4567',
      '555-1234',
      '+1 5551234567',
      '01.23.45.67.89',
      '2079460000',
      '0049 30 12345678',
      '98765 43210',
    ])
      assert.equal(surelyFixed(`{"phones": "${spelled}"}`), `{"phones": [{ "number": "${spelled}" }]}`);
  });

  it('is a word that is no language, and what is no address of the web', () => {
    for (const spelled of ['yes', 'all', 'none', 'no', 'NA', 'n.a', 'x', 'english', 'en-', ' en', 'en-GB-'])
      untouched([`{"languages": "${spelled}"}`]);
    for (const spelled of ['en', 'DE', 'en-GB', 'pt_BR', 'zh-Hans', 'zh-Hant-TW', 'es-419'])
      assert.equal(surelyFixed(`{"languages": "${spelled}"}`), `{"languages": ["${spelled}"]}`);
    for (const spelled of [
      'N.A',
      'none:none',
      'a.b',
      'a@b.co',
      'mailto:a@b.co',
      'https://',
      'https://none',
      'https://a.co.',
      '<https://a.co>',
      '[\\"https://a.co\\"]',
      'https://a.co https://b.co',
      'https://a.cohttps://b.co',
      'https://{{host}}/a',
      'https://a.co/{{id}}',
    ])
      untouched([`{"urls": "${spelled}"}`, `{"urls": ["${spelled}"]}`]);
  });

  it('is a number that a string would keep', () => {
    for (const number of ['12345678901234567890', '0.123456789012345678', '1e400'])
      untouched([`{"remote_data": {"n": ${number}}}`, `{"group": ${number}}`, `{"employee_number": ${number}}`]);
    assert.equal(surelyFixed('{"id": 12345678901234567890}'), '{"id": "12345678901234567890"}');
  });

  it('is ten digits that may be a day and an hour', () => {
    for (const digits of ['2024011514', '2024011500', '1999123123', '1701151430'])
      untouched([`{"created_at": "${digits}"}`, `{"created_at": ${digits}}`, `{"created_at": ["${digits}"]}`]);
    for (const [digits, iso] of [
      ['1715938200', '2024-05-17T09:30:00Z'],
      ['2024131514', '2034-02-21T10:45:14Z'],
      ['2024011524', '2034-02-20T01:25:24Z'],
    ])
      assert.equal(surelyFixed(`{"created_at": "${digits!}"}`), `{"created_at": "${iso!}"}`);
  });

  it('is not what can be nothing else', () => {
    assert.equal(surelyFixed('{"emails": "ada@example.com"}'), '{"emails": [{ "email": "ada@example.com" }]}');
    assert.equal(
      surelyFixed('{"phones": ["+44 (0)20 7946-0000"]}'),
      '{"phones": [{ "number": "+44 (0)20 7946-0000" }]}',
    );
    assert.equal(surelyFixed('{"phones": 2079460000}'), '{"phones": [{ "number": "2079460000" }]}');
    assert.equal(surelyFixed('{"languages": "en-GB"}'), '{"languages": ["en-GB"]}');
    assert.equal(
      surelyFixed('{"urls": "https://example.com/?a=1"}'),
      '{"urls": [{ "url": "https://example.com/?a=1" }]}',
    );
  });
});
