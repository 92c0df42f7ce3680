import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { repoRoot } from '../../../host/repoRoot';

const maxWords = 25;

/** Words with another meaning for JSON people, or too hard for who reads English as a second language; British spelling. */
const forbidden = [
  /\banswer/i,
  /\bstands?\b/i,
  /\bgoes\b/i,
  /\barriv/i,
  /\btakes\b/i,
  /\bin words\b/i,
  /\bof (?:its|their|your|\S+[’']s) own\b/i,
  /\bon (?:its|their) way\b/i,
  /\bunder way\b/i,
  /\bno clean\b/i,
  /\bmend/i,
  /\banew\b/i,
  /\btruto['’]s sandbox\b/i,
  /\b(?:colour|behaviour|cancelled|favourite|recognise|organis|licence)/i,
  /\b(?:text in quotes|a list \[)/i,
  /…/,
];

/** Every text that a person may read, with where it is. */
function allWords(): { readonly place: string; readonly text: string }[] {
  const source = join(repoRoot, 'src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  return [
    ...files.flatMap((name) => wordsOf(join(source, name))),
    ...textsIn('package.nls.json', () => true),
    ...textsIn('src/core/schema/user.schema.json', (key) => key === 'title' || key === 'description'),
    ...paragraphsOf('README.md'),
    ...['CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'test/host/sample/README.md'].flatMap(paragraphsOf),
  ];
}

/** The first arguments of `t(...)` and `vscode.l10n.t(...)`. */
function wordsOf(path: string): { place: string; text: string }[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: { place: string; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(?:vscode\.l10n\.)?t$/.test(node.expression.getText(file))) {
      const [words] = node.arguments;
      const place = `${relative(repoRoot, path)}:${file.getLineAndCharacterOfPosition(node.pos).line + 1}`;
      if (words && ts.isStringLiteralLike(words)) found.push({ place, text: words.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function textsIn(name: string, isText: (key: string) => boolean): { place: string; text: string }[] {
  const found: { place: string; text: string }[] = [];
  JSON.parse(readFileSync(join(repoRoot, name), 'utf8'), (key, value: unknown) => {
    if (typeof value === 'string' && isText(key)) found.push({ place: `${name} ${key}`, text: value });
    return value;
  });
  return found;
}

/** Without code. A row of a table is one, and so is an item of a list. */
function paragraphsOf(name: string): { place: string; text: string }[] {
  const prose = readFileSync(join(repoRoot, name), 'utf8').replace(/^```[^]*?^```$/gm, '');
  return prose.split(/\n(?:\n|(?=[-|#]|\d+\.))/).map((text) => ({ place: name, text: text.replaceAll('\n', ' ') }));
}

/** What the pictures of the walkthrough show of an example or of VS Code, not of the product. */
const examples =
  /^(?:Local Sandbox|HubSpot|Looker|JFrog|Juniper Mist|acme|hooli|initech|Countess|actve|title|status|api\.truto\.one|Cancel)$|^(?:title|languages): /;

/** The lines of a picture, without what explains it. */
const pictureTexts = (svg: string): string[] =>
  [...svg.replace(/<text [^>]*descriptionForeground\)" font-size="12".*<\/text>/g, '').matchAll(/>([^<>\n]+)</g)].map(
    ([, text = '']) => text,
  );

/** Whether a text is made of one of these words, whatever is put into them. */
function isSaid(text: string, words: readonly { readonly text: string }[]): boolean {
  const lines = words.flatMap((word) => word.text.split(/\n|[[\]]/));
  return lines.some((line) => {
    const parts = line.split(/\{\d\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return /\w{2}/.test(parts.join('')) && new RegExp(`^${parts.join('.+')}(?:\\.\\.\\.)?$`).test(text);
  });
}

/** A link counts as what it says, a line as a sentence. */
const sentences = (text: string): string[] => text.replace(/\]\([^)]*\)/g, ']').split(/\n|\s\||(?<=[.:;?!]["”*`)]*)\s/);

describe('the words of the product', () => {
  const words = allWords();

  it('are all found', () => {
    assert.ok(words.length > 600, `${words.length}`);
    for (const text of ['Send Update', 'Filter Accounts...', 'Job title', '{0} is missing.'])
      assert.ok(
        words.some((found) => found.text === text),
        text,
      );
  });

  it('avoid what is hard to understand, and have one kind of ellipsis', () => {
    const bad = words.filter(({ text }) => forbidden.some((expression) => expression.test(text)));
    assert.deepEqual(bad, []);
  });

  it('are those that the pictures of the walkthrough show', () => {
    const folder = join(repoRoot, 'media', 'walkthrough');
    const texts = readdirSync(folder).flatMap((name) => pictureTexts(readFileSync(join(folder, name), 'utf8')));
    assert.ok(texts.includes('hooli · needs reconnecting'));
    assert.deepEqual(
      texts.filter(
        (text) =>
          !isSaid(text, words) &&
          // A remark, or a label with its value.
          !text.split(' · ').every((part) => examples.test(part) || isSaid(part.replace(/(?::| (?=")).*$/, ''), words)),
      ),
      [],
    );
  });

  it('are in sentences that a person can follow', () => {
    const long = words.filter(({ text }) =>
      sentences(text).some((sentence) => sentence.split(/\s+/).filter((word) => /\w/.test(word)).length > maxWords),
    );
    assert.deepEqual(long, []);
  });
});
