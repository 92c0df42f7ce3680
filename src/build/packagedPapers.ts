/** Where the repository can be read, without a slash at the end; undefined where that is not decided. */
export function repositoryAddress(given: string | undefined): string | undefined {
  if (given === undefined || given === '') return undefined;
  const { protocol, username, pathname, search, hash, href } = new URL(given);
  if (protocol !== 'https:' || username !== '' || pathname === '/' || search !== '' || hash !== '')
    throw new Error(`Not the https address of a repository: ${given}`);
  return href.replace(/\/+$/, '').replace(/\.git$/, '');
}

/** Fields that only building, testing and installing need. */
const buildFields = new Set(['scripts', 'dependencies', 'devDependencies', 'allowScripts', 'knip']);

/** The manifest of the package: without what building needs, with the addresses that follow from the repository's. */
export function packagedManifest(manifest: object, repository: string | undefined): object {
  return {
    ...Object.fromEntries(Object.entries(manifest).filter(([field]) => !buildFields.has(field))),
    ...(repository !== undefined && {
      repository: { type: 'git', url: `${repository}.git` },
      bugs: { url: `${repository}/issues` },
      homepage: `${repository}#readme`,
      qna: `${repository}/issues`,
    }),
  };
}

/** A relative address: neither of the web nor of a heading of the same text. */
const target = '(?!https?:|#)([^)\\s"]+)';
const picture = new RegExp(`(!\\[[^\\]]*\\]\\(|<img[^>]*? src=")${target}(\\)|"[^>]*>)`, 'g');
const link = new RegExp(`\\[((?:!\\[[^\\]]*\\]\\([^)]*\\)|[^\\]])*)\\]\\(${target}\\)`, 'g');

/** What is of use only beside the source. */
const ofRepository = /<!-- repository -->[^]*?<!-- \/repository -->/g;

/** Markdown of the repository as it is read elsewhere: without what needs the source, without relative links. Without an address, without pictures too. */
export function packagedMarkdown(markdown: string, repository: string | undefined): string {
  const pictures = markdown
    .replace(ofRepository, '')
    .replace(picture, (_, before: string, path: string, after: string) =>
      repository === undefined ? '' : `${before}${repository}/raw/HEAD/${path}${after}`,
    );
  const links = pictures.replace(link, (_, words: string, path: string) =>
    repository === undefined ? words : `[${words}](${repository}/blob/HEAD/${path})`,
  );
  return links.replace(/\n{3,}/g, '\n\n').replace(/\n+$/, '\n');
}
