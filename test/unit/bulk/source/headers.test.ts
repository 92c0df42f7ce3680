import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { columnsFileOf, ColumnsFault, writeDraft, writeUserColumn } from '../../../../src/bulk/source/columnsFile';
import { SourceFault } from '../../../../src/bulk/source/sourceFault';
import { bodyOf, readSource, readText, sourceFile } from './sources';

/** The fields of headers, and those that are warned of. */
async function fieldsOf(...headers: string[]) {
  const { source } = await readText(`${headers.map((header) => `"${header}"`).join(',')}\n`, '.csv');
  const { format, problems } = source;
  assert.ok(format.kind === 'csv');
  return { fields: format.columns.map(({ field }) => field), ignored: problems.map(({ path }) => path[0]) };
}

async function faultOf(file: string): Promise<ColumnsFault> {
  try {
    await readSource(file);
  } catch (error) {
    assert.ok(error instanceof ColumnsFault, String(error));
    return error;
  }
  throw new Error('It was read.');
}

describe('the headers of a CSV file', () => {
  it('may be paths in any case', async () => {
    const cases: [string, string][] = [
      ['Emails.0.Email', 'emails.0.email'],
      ['EMAILS[PRIMARY].EMAIL', 'emails[primary].email'],
      ['Emails[].Email', 'emails[].email'],
      ['phones[0].Number', 'phones.0.number'],
      ['Roles.1.ID', 'roles.1.id'],
      ['Remote_Data.Cost_Center', 'remote_data.Cost_Center'],
      ['First_Name', 'first_name'],
      ['$TRUTO.Query.Organization_ID', '$truto.query.organization_id'],
    ];
    for (const [header, field] of cases)
      assert.deepEqual(await fieldsOf('id', header), { fields: ['$truto.id', field], ignored: [] }, header);
  });

  it('may be those of Google Workspace, but a password that is none is left out', async () => {
    const headers = [
      'First Name [Required]',
      'Last Name [Required]',
      'Email Address [Required]',
      'Password [Required]',
    ];
    assert.deepEqual(await fieldsOf('id', ...headers, 'Status [READ ONLY]', 'Last Sign In [READ ONLY]'), {
      fields: ['$truto.id', 'first_name', 'last_name', 'emails[primary].email', null, null, null],
      ignored: ['Password [Required]'],
    });
    assert.deepEqual((await fieldsOf('ID*', 'First name (required)')).fields, ['$truto.id', 'first_name']);
  });

  it('name the account where they say so, and not the account of another product', async () => {
    for (const header of ['integrated_account_id', 'Integrated Account ID', 'integratedAccountId'])
      assert.deepEqual((await fieldsOf('id', header)).fields, ['$truto.id', '$truto.integrated_account_id'], header);
    for (const header of ['AccountId', 'Account ID', 'account_id', 'ACCOUNTID'])
      assert.deepEqual(await fieldsOf('id', header), { fields: ['$truto.id', null], ignored: [header] }, header);
  });

  it('name the user in one column alone, the surest', async () => {
    const cases: [string[], (string | null)[]][] = [
      [
        ['uid', 'name'],
        ['$truto.id', 'name'],
      ],
      [
        ['user_id', 'name'],
        ['$truto.id', 'name'],
      ],
      [
        ['User Id', 'uid2'],
        ['$truto.id', null],
      ],
      [
        ['Object ID', 'name'],
        ['$truto.id', 'name'],
      ],
      [
        ['user_id', 'id'],
        [null, '$truto.id'],
      ],
      [
        ['id', 'uid', 'objectId'],
        ['$truto.id', null, null],
      ],
      [
        ['objectId', 'user_id'],
        [null, '$truto.id'],
      ],
    ];
    for (const [headers, fields] of cases)
      assert.deepEqual((await fieldsOf(...headers)).fields, fields, headers.join());
    const { ignored } = await fieldsOf('id', 'uid');
    assert.deepEqual(ignored, ['uid']);
  });

  it('that are times of an export are ignored without a word', async () => {
    const times = ['createdDateTime', 'creationTime', 'created', 'whenCreated', 'Created Date Time', 'lastLoginTime'];
    const others = ['lastUpdated', 'passwordChanged', 'updated_at', 'Updated At', 'lastLoginAt', 'activatedAt', 'Bio'];
    for (const header of [...times, ...others])
      assert.deepEqual(await fieldsOf('id', header), { fields: ['$truto.id', null], ignored: [] }, header);
    assert.deepEqual((await fieldsOf('id', 'created_at')).fields, ['$truto.id', 'created_at']);
  });
});

describe('the file of columns of a CSV file that cannot be mapped', () => {
  const columnsOf = (file: string) => JSON.parse(readFileSync(columnsFileOf(file), 'utf8')) as { columns: object };

  const cases: [string, string, Record<string, string | null>][] = [
    ['noUserColumn', 'Login;First Name;Shoe', { Login: 'username', 'First Name': 'first_name', Shoe: null }],
    ['sameField', 'id;Full name;Display name', { id: '$truto.id', 'Full name': 'name', 'Display name': 'name' }],
  ];
  for (const [code, header, columns] of cases)
    it(`is drafted with every header: ${code}`, async () => {
      const file = sourceFile(`${header}\n`, '.csv');
      const fault = await faultOf(file);
      assert.equal(fault.fault.code, code);
      assert.deepEqual((fault.fault.params as { file: string }).file, basename(columnsFileOf(file)));
      await writeDraft(file, fault.draft);
      assert.deepEqual(columnsOf(file), { version: 1, delimiter: ';', clear: '<null>', columns });
      assert.equal((await faultOf(file)).fault.code, code);
    });

  it('keeps what it says already', async () => {
    const file = sourceFile('id,Who,Mail\n', '.csv');
    const said = { version: 1, clear: '-', columns: { Who: 'emails.0.shoe', Gone: 'name' } };
    writeFileSync(columnsFileOf(file), JSON.stringify(said));
    const fault = await faultOf(file);
    assert.equal(fault.fault.code, 'noSuchField');
    await writeDraft(file, fault.draft);
    const columns = { id: '$truto.id', Who: 'emails.0.shoe', Mail: 'emails[primary].email', Gone: 'name' };
    assert.deepEqual(columnsOf(file), { version: 1, delimiter: ',', clear: '-', columns });
    const text = readFileSync(columnsFileOf(file), 'utf8');
    const laidOut = text.replaceAll('  ', '\t');
    writeFileSync(columnsFileOf(file), laidOut);
    await writeDraft(file, fault.draft);
    assert.equal(readFileSync(columnsFileOf(file), 'utf8'), laidOut);
  });

  it('is not written where the header is behind a title', async () => {
    const cases: [string, number][] = [
      ['User export 2024\nid,name\n1,Ada\n', 2],
      ['User export 2024\r\n\r\nCreated by: me\r\nUser ID;First Name\r\n1;Ada\r\n', 4],
      ['# made by a tool\n# on Monday\nname\tUID\nAda\t1\n', 3],
      ['#TYPE System.Management.Automation.PSCustomObject\n"Id","DisplayName"\n"1","Ada"\n', 2],
      ['sep=;\nUsers;;\n;;\nName;Title;Object ID\nAda;x;1\n', 4],
    ];
    for (const [text, line] of cases) {
      const file = sourceFile(text, '.csv');
      await assert.rejects(readSource(file), (error) => {
        assert.ok(error instanceof SourceFault && !(error instanceof ColumnsFault));
        assert.deepEqual([error.fault.code, error.fault.params], ['lateHeader', { line }], text);
        return true;
      });
    }
    for (const text of [
      'Login,First Name,Country\nada,Ada,ID\n',
      'a,b\n1,2\n',
      'Users\nid\n',
      `x\n${'a,b\n'.repeat(30)}id,name\n`,
    ])
      assert.equal((await faultOf(sourceFile(text, '.csv'))).fault.code, 'noUserColumn', text);
  });

  it('is not written where a header itself is wrong', async () => {
    const file = sourceFile('id,name,name\n', '.csv');
    await assert.rejects(readSource(file), (error) => !(error instanceof ColumnsFault));
    assert.ok(!existsSync(columnsFileOf(file)));
  });

  it('takes the column that a person picked', async () => {
    const file = sourceFile('Login,First Name\nada,Ada\n', '.csv');
    const { draft } = await faultOf(file);
    await writeDraft(file, draft);
    await writeUserColumn(file, draft, 'Login');
    const { rows } = await readSource(file);
    assert.deepEqual([rows[0]?.file?.userId, bodyOf(rows[0])], ['ada', { first_name: 'Ada' }]);
  });
});
