import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completionsAt, hintAt } from '../../../src/core/hints/hintsAt';

/** A text whose `|` is the place that is asked about. */
function placed(marked: string): [text: string, offset: number] {
  const offset = marked.indexOf('|');
  return [marked.slice(0, offset) + marked.slice(offset + 1), offset];
}

const hint = (marked: string) => hintAt(...placed(marked));
const offered = (marked: string) => completionsAt(...placed(marked)).map(({ label }) => label);

/** The text once the completion of a label is taken. */
function completed(marked: string, label: string): string {
  const [text, offset] = placed(marked);
  const completion = completionsAt(text, offset).find((candidate) => candidate.label === label);
  assert.ok(completion, `${label} is offered`);
  const { range, snippet } = completion;
  return text.slice(0, range.offset) + snippet + text.slice(range.offset + range.length);
}

describe('hintAt', () => {
  it('tells the meaning, the values and the integrations of a key or value', () => {
    const roles = hint('{"ro|les": []}');
    assert.equal(roles?.title, 'Roles');
    assert.match(roles.words, /What the user may do.*32 integrations support it, 4 require it\. Looker/s);
    assert.deepEqual(roles.range, { offset: 1, length: 7 });
    assert.match(hint('{"status": "act|ive"}')?.words ?? '', /One of `"active"`, `"inactive"`, `"deleted"`, `"invited"`; `null` clears it\./);
    assert.match(hint('{"$truto": {"query": {"organization|_id": 1}}}')?.words ?? '', /ClickUp/);
    assert.equal(hint('[{"emails": [{"is_pri|mary": true}]}]')?.title, 'Primary');
    assert.match(hint('{"upda|ted_at": "x"}')?.words ?? '', /Read only/);
  });

  it('is silent where there is nothing to tell', () => {
    for (const text of ['{"fo|o": 1}', '{ | }', '|', '{"emails": [{"updated|_at": 1}]}', '{"remote_data": {"a|": 1}}', '{"name": "a"} |']) assert.equal(hint(text), undefined, text);
  });
});

describe('completionsAt', () => {
  it('offers the fields that are not there yet', () => {
    assert.ok(offered('{"lic|').includes('licensed_sheet_creator'));
    assert.ok(offered('{|}').includes('$truto'));
    assert.ok(!offered('{"name": "Ada", "|"}').includes('name'));
    assert.ok(offered('{"nam|e": "Ada"}').includes('name'), 'the one that is being written');
    assert.deepEqual(offered('{"$truto": {"|"}}'), ['integrated_account_id', 'id', 'query']);
    assert.deepEqual(offered('[{"emails": [{"email": "x", |}]}]'), ['is_primary', 'type']);
    assert.deepEqual(offered('{"remote_data": {"|"}}'), []);
  });

  it('offers the values that are known', () => {
    assert.deepEqual(offered('{"status": |}'), ['"active"', '"inactive"', '"deleted"', '"invited"']);
    assert.deepEqual(offered('{"status": "in|"}'), ['"active"', '"inactive"', '"deleted"', '"invited"']);
    assert.deepEqual(offered('{"licensed_sheet_creator": t|}'), ['true', 'false']);
    assert.deepEqual(offered('{"name": "|"}'), []);
  });

  it('writes a field with an empty value of the right shape', () => {
    assert.equal(completed('{"lic|"}', 'licensed_sheet_creator'), '{"licensed_sheet_creator": ${1|true,false|}}');
    assert.equal(completed('{em|}', 'emails'), '{"emails": [{ "email": "$1" \\}]}');
    assert.equal(completed('{"|" "name": "Ada"}', 'status'), '{"status": ${1|"active","inactive","deleted","invited"|}, "name": "Ada"}');
    assert.equal(completed('{"na|": "Ada"}', 'name'), '{"name": "Ada"}');
    assert.equal(completed('{"|"}', '$truto'), '{"\\$truto": { $1 \\}}');
    assert.equal(completed('{"emails": |}', '[ ]'), '{"emails": [{ "email": "$1" \\}]}');
  });

  it('never throws', () => {
    const text = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"name"', '"emails"', '"$truto"', '"status"', '\n', '//', 'tr', '1'), { maxLength: 15 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(40), (json, offset) => {
        const at = Math.min(offset, json.length);
        hintAt(json, at);
        for (const { range } of completionsAt(json, at)) assert.ok(range.offset >= 0 && range.offset + range.length <= json.length);
      }),
      { numRuns: 2000 },
    );
  });
});
