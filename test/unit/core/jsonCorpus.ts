/** Texts that are JSON. */
export const validTexts: readonly string[] = [
  '{}', '[]', '[{}]', ' { } ', '\t[\n]\r\n', '{"":0}', '{"a":{"b":{"c":[]}}}', '[[[[]]]]', 'null', 'true', 'false', '0', '-0', '1e5', '1E+2', '-1.5e-3', '""', '"a"',
  '"\\u0000"', '"\\ud83d\\ude00"', '"😀"', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\u2028\u2029"', '{"a":1,"b":2}', '{"a":null}', '[1,2,3]', '[null,true,false,"",0,{},[]]',
  '{"name":"Ada","emails":[{"email":"a","is_primary":true}]}', '{"status":"active"}', '{"status":"actve"}', '{"title":1,"emails":{}}', '{"roles":[{"id":1},{"nam":"x"},null]}',
  '{"$truto":{"id":"1","query":{"organization_id":"2"}}}', '{"$truto":null}', '{"$truto":[]}', '{"created_at":"2024-01-01T00:00:00Z"}', '{"created_at":"yesterday"}',
  '{"constructor":1,"toString":2,"hasOwnProperty":3}', '{"\\u006eame":"x"}', '{"a b":1}', '{"é":"ü"}', '{"𝒳":1}', '[{"name":1},{"name":"x"},[]]', '{"remote_data":{"deep":[{"a":[]}]}}',
  '{"group":0}', '{"group":"0"}', '{"licensed_sheet_creator":"yes"}', '{"languages":["en",1,null]}', '{"urls":[{"type":"a","url":"b"}],"licenses":[{"last_active_at":"x"}]}',
];

/** Texts that are not JSON, and more than comments and trailing commas away from it. */
export const brokenTexts: readonly string[] = [
  '{', '}', '[', ']', '{"', '{"a', '{"a"', '{"a":', '{"a":1', '{"a":1,,}', '{"a" 1}', '{a:1}', "{'a':1}", '{"a":01}', '{"a":1.}', '{"a":.5}', '{"a":+1}', '{"a":1e}', '{"a":NaN}',
  '{"a":Infinity}', '{"a":undefined}', '{"a":tru}', '{"a":"\n"}', '{"a":"\\x"}', '{"a":"\\u12"}', '[1 2]', '[1,,2]', '{"a":1}}', '[]]', '{}{}', '"a" "b"', '\u0000', '{"a":\u00a01}',
  '{:1}', '{1:1}', '{null:1}', '[,1]', '{,}', ':', ',', '"', '\\', '{"a":"b', '[[[', '{"a":{"b":', '{"name":"Ada",', '{"emails":[{"email":', 'nul', '-', '--1', '0x10', '1_000', '#', '<a>',
];

/** What only an editor takes: comments and trailing commas. */
export const looseTexts: readonly string[] = [
  '// a\n{}', '{} // a', '/* a */ {}', '{/**/"a"/**/:/**/1/**/}', '{"a":1,}', '[1,]', '[{"name":"x",},]', '{"a":"// no comment"}', '{"a":"/* nor */"}', '\ufeff{}', '{ // {\n}', '/* } */{}',
];

/** Texts that have brought parsers down. */
export const hostileTexts: readonly string[] = [
  '', ' ', '\n', '\ufeff', '/*', '//', '/', '{/*', '["\\', '{"__proto__":{"a":1}}', '{"a":1,"a":2}', '{"a":1e400}', '{"a":12345678901234567890}', '"\ud800"', '{"\udc00":1}', '"\\ud800"',
  '['.repeat(100_000), '{"a":'.repeat(100_000), `${'['.repeat(100_000)}${']'.repeat(100_000)}`, '"'.repeat(10_001), '\\'.repeat(10_000), '/*'.repeat(10_000), ','.repeat(10_000), `{"a":"${'x'.repeat(200_000)}"}`,
  `[${'{"name":1},'.repeat(5_000)}{}]`, `{"a":${'9'.repeat(5_000)}}`, `{"a":-${'9'.repeat(400)}.${'9'.repeat(400)}e-${'9'.repeat(20)}}`,
];
