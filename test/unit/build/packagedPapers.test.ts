import assert from 'node:assert/strict';
import { packagedManifest, packagedMarkdown, repositoryAddress } from '../../../src/build/packagedPapers';

const address = 'https://git.example/team/users';
const markdown = `# Title

![A form](media/docs/form.png)

See [how](CONTRIBUTING.md), [a part](docs/a.md#part), [below](#limits), [Truto](https://truto.one).
A small ![icon](media/icon.png) in a line, a [![picture](media/docs/a.png)](docs/a.md) as a link, a list \`[]\` (empty).

<img src="media/docs/tree.png" alt="The tree" width="400">

![Elsewhere](https://pictures.example/a.png)
`;

describe('the papers of the package', () => {
  it('link to the repository where its address is known', () => {
    assert.equal(
      packagedMarkdown(markdown, address),
      `# Title

![A form](${address}/raw/HEAD/media/docs/form.png)

See [how](${address}/blob/HEAD/CONTRIBUTING.md), [a part](${address}/blob/HEAD/docs/a.md#part), [below](#limits), [Truto](https://truto.one).
A small ![icon](${address}/raw/HEAD/media/icon.png) in a line, a [![picture](${address}/raw/HEAD/media/docs/a.png)](${address}/blob/HEAD/docs/a.md) as a link, a list \`[]\` (empty).

<img src="${address}/raw/HEAD/media/docs/tree.png" alt="The tree" width="400">

![Elsewhere](https://pictures.example/a.png)
`,
    );
  });

  it('are without what is of use only beside the source', () => {
    const part = (text: string) => `<!-- repository -->\n\n${text}\n\n<!-- /repository -->\n`;
    const written = `# Title\n\n${part('## Install')}\nText.\n\n${part('See [how](HOW.md).')}`;
    for (const known of [address, undefined]) assert.equal(packagedMarkdown(written, known), '# Title\n\nText.\n');
  });

  it('have neither pictures nor links of the repository where it is not', () => {
    assert.equal(
      packagedMarkdown(markdown, undefined),
      `# Title

See how, a part, [below](#limits), [Truto](https://truto.one).
A small  in a line, a  as a link, a list \`[]\` (empty).

![Elsewhere](https://pictures.example/a.png)
`,
    );
  });

  it('give the manifest the addresses that follow from the repository’s, and nothing that only building needs', () => {
    const manifest = {
      name: 'n',
      scripts: {},
      dependencies: {},
      devDependencies: {},
      allowScripts: {},
      knip: {},
      main: 'm',
    };
    assert.deepEqual(packagedManifest(manifest, undefined), { name: 'n', main: 'm' });
    assert.deepEqual(packagedManifest(manifest, address), {
      name: 'n',
      main: 'm',
      repository: { type: 'git', url: `${address}.git` },
      bugs: { url: `${address}/issues` },
      homepage: `${address}#readme`,
      qna: `${address}/issues`,
    });
  });

  it('take an https address only', () => {
    for (const spelled of [address, `${address}/`, `${address}.git`]) assert.equal(repositoryAddress(spelled), address);
    for (const none of [undefined, '']) assert.equal(repositoryAddress(none), undefined);
    for (const wrong of [
      'http://git.example/a',
      'git@git.example:a/b',
      'ssh://git.example/a',
      'https://me:secret@git.example/a',
      'https://git.example/a?b',
      'https://git.example/a#b',
      'https://git.example/',
      'team/users',
    ])
      assert.throws(() => repositoryAddress(wrong), wrong);
  });
});
