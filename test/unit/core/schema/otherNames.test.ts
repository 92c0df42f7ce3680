import assert from 'node:assert/strict';
import { checkUserText } from '../../../../src/core/check/checkUserText';
import { fixAll, sureFix } from '../../../../src/core/fixes/fixAll';
import { fixesFor } from '../../../../src/core/fixes/fixesFor';
import { applyTextEdits } from '../../../../src/core/json/textEdit';

const check = (text: string) => checkUserText(text, { unknownFields: 'warning' });

/** What a field of a user is offered to become, by the first fix of its problem. */
function offered(member: string): string {
  const text = `{${member}}`;
  const [problem] = check(text);
  assert.ok(problem, text);
  const [fix] = fixesFor(text, problem);
  return fix?.action.kind === 'renameField' || fix?.action.kind === 'splitName'
    ? applyTextEdits(text, fix.edits()).slice(1, -1)
    : 'nothing';
}

/** By product: a field, and what it is here. */
const table: Readonly<Record<string, readonly (readonly [member: string, ours: string])[]>> = {
  SCIM: [
    ['"userName":"ada"', '"username":"ada"'],
    ['"displayName":"Ada"', '"name":"Ada"'],
    ['"name":{"givenName":"Ada","familyName":"L"}', '"first_name":"Ada","last_name":"L"'],
    ['"name":{"formatted":"Ada L","givenName":"Ada"}', '"name":"Ada L","first_name":"Ada"'],
    ['"active":true', '"status":"active"'],
    ['"active":false', '"status":"inactive"'],
    ['"active":"yes"', '"status":"yes"'],
    ['"phoneNumbers":[{"value":"1"}]', '"phones":[{"value":"1"}]'],
    ['"emails":[{"value":"a@b.c"}]', '"emails":[{"email":"a@b.c"}]'],
    ['"userType":"x"', '"user_type":"x"'],
    ['"preferredLanguage":"en"', '"languages":["en"]'],
    ['"photos":[{"value":"p","type":"photo"}]', '"avatar":"p"'],
    ['"photos":["p"]', '"avatar":["p"]'],
    ['"photos":[]', 'nothing'],
    ['"profileUrl":"u"', '"urls":[{"url":"u"}]'],
    ['"externalId":"1"', 'nothing'],
    ['"schemas":["urn:x"]', 'nothing'],
    ['"meta":{}', 'nothing'],
  ],
  Entra: [
    ['"givenName":"Ada"', '"first_name":"Ada"'],
    ['"surname":"L"', '"last_name":"L"'],
    ['"jobTitle":"x"', '"title":"x"'],
    ['"accountEnabled":false', '"status":"inactive"'],
    ['"accountEnabled":true', '"status":"active"'],
    ['"userPrincipalName":"a"', '"username":"a"'],
    ['"mail":"a@b.c"', '"emails":[{"email":"a@b.c"}]'],
    ['"otherMails":["a@b.c","d@e.f"]', '"emails":[{"email":"a@b.c"},{"email":"d@e.f"}]'],
    ['"otherMails":[]', 'nothing'],
    ['"mail":null', 'nothing'],
    ['"mobilePhone":"1"', '"phones":[{"number":"1","type":"mobile"}]'],
    ['"businessPhones":["1"]', '"phones":[{"number":"1"}]'],
    ['"businessPhones":[1]', '"phones":[1]'],
    ['"createdDateTime":"x"', '"created_at":"x"'],
  ],
  Google: [
    ['"suspended":true', '"status":"inactive"'],
    ['"suspended":false', '"status":"active"'],
    ['"primaryEmail":"a@b.c"', '"emails":[{"email":"a@b.c","is_primary":true}]'],
    [
      '"name":{"givenName":"Ada","familyName":"L","fullName":"Ada L"}',
      '"name":"Ada L","first_name":"Ada","last_name":"L"',
    ],
    ['"recoveryPhone":"1"', '"phones":[{"number":"1","type":"mobile"}]'],
    ['"thumbnailPhotoUrl":"u"', '"avatar":"u"'],
  ],
  Okta: [
    ['"firstName":"Ada"', '"first_name":"Ada"'],
    ['"lastName":"L"', '"last_name":"L"'],
    ['"login":"a"', '"username":"a"'],
    ['"email":"a@b.c"', '"emails":[{"email":"a@b.c"}]'],
    ['"secondEmail":"a@b.c"', '"emails":[{"email":"a@b.c"}]'],
    ['"primaryPhone":"1"', '"phones":[{"number":"1"}]'],
  ],
  LDAP: [
    ['"sn":"L"', '"last_name":"L"'],
    ['"cn":"Ada L"', '"name":"Ada L"'],
    ['"uid":"ada"', 'nothing'],
    ['"telephoneNumber":"1"', '"phones":[{"number":"1"}]'],
  ],
  others: [
    ['"given_name":"Ada"', '"first_name":"Ada"'],
    ['"Family-Name":"L"', '"last_name":"L"'],
    ['"role":"admin"', '"roles":"admin"'],
    ['"url":"u"', '"urls":[{"url":"u"}]'],
    ['"oid":"1"', 'nothing'],
    ['"language":"en"', '"languages":["en"]'],
  ],
};

describe('the names of other worlds', () => {
  for (const [product, cases] of Object.entries(table))
    for (const [member, ours] of cases)
      it(`${product}: ${member} is ${ours}`, () => assert.equal(offered(member), ours));

  it('are known in the items of lists', () => {
    const items: readonly (readonly [string, string])[] = [
      ['{"emails":[{"value":"a","primary":true}]}', '{"emails":[{"email":"a","is_primary":true}]}'],
      ['{"emails":[{"address":"a"}]}', '{"emails":[{"email":"a"}]}'],
      ['{"phones":[{"value":"1"}]}', '{"phones":[{"number":"1"}]}'],
      ['{"urls":[{"value":"u"}]}', '{"urls":[{"url":"u"}]}'],
      ['{"groups":[{"value":"1","display":"x"}]}', '{"groups":[{"id":"1","name":"x"}]}'],
      ['{"roles":[{"display":"x"}]}', '{"roles":[{"name":"x"}]}'],
    ];
    for (const [theirs, ours] of items)
      assert.equal(applyTextEdits(theirs, fixAll(theirs, check(theirs), { choose: ([first]) => first })), ours);
    for (const other of ['{"value":1}', '{"emails":{"value":1}}', '{"remote_data":{"value":1}}'])
      for (const problem of check(other)) assert.ok(!('suggestion' in problem.params), other);
  });

  it('are never written without being asked for', () => {
    const theirs = Object.values(table).flatMap((cases) => cases.map(([member]) => member));
    for (const member of [...theirs, '"phone2":"1"', '"status_id":1', '"license_id":1', '"holes":[]', '"little":"x"']) {
      const text = `{${member}}`;
      const isSure = /^"(firstName|lastName|userName|userType)"/.test(member);
      const edits = fixAll(text, check(text), { choose: sureFix, recheck: check });
      assert.equal(edits.length > 0, isSure, member);
    }
  });

  it('leave a field alone that is there already', () => {
    const text = '{"last_name":"L","surname":"M","name":{"familyName":"N"}}';
    for (const problem of check(text))
      for (const { action, edits } of fixesFor(text, problem))
        assert.ok(action.kind === 'removeField' || action.kind === 'moveToRemoteData' || edits().length === 0);
  });

  it('are told in the layout of the file, and each user for itself', () => {
    const text = '[\n  { "mail": "a@b.c" },\n  { "mail": "d@e.f", "name": "D" } // d\n]';
    const problems = check(text);
    const edits = fixAll(text, problems, { choose: ([first]) => first });
    assert.equal(
      applyTextEdits(text, edits),
      '[\n  { "emails": [{"email": "a@b.c"}] },\n  { "emails": [{"email": "d@e.f"}], "name": "D" } // d\n]',
    );
  });

  it('keep a name in parts that has more to it', () => {
    for (const name of [
      '{"givenName":"A","middleName":"B"}',
      '{"givenName":1}',
      '{}',
      '{"givenName":"A","firstName":"B"}',
    ])
      assert.equal(offered(`"name":${name}`), 'nothing');
    assert.equal(offered('"title":{"givenName":"A"}'), 'nothing');
  });
});
