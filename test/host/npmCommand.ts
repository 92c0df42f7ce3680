/** The command line of an npm: the one that runs this script when there is one, so that its configuration holds here too. */
export function npmCommand(...args: readonly string[]): readonly string[] {
  const cli = process.env['npm_execpath'];
  if (cli?.endsWith('npm-cli.js') === true) return [process.execPath, cli, ...args];
  return process.platform === 'win32' ? ['cmd', '/c', 'npm', ...args] : ['npm', ...args];
}
