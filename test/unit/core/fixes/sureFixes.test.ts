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
