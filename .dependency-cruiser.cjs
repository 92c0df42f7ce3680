// Who may import whom: the rooms of the architecture (see CONTRIBUTING).
const rooms = {
  core: [],
  api: ['core'],
  protocol: ['core'],
  platform: ['core'],
  sandbox: ['core'],
  webview: ['core', 'protocol'],
  accounts: ['core', 'api', 'platform'],
  users: ['core', 'api', 'protocol', 'platform'],
  bulk: ['core', 'api', 'platform'],
};

const arrows = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports-only-${['itself', ...allowed].join('-')}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: [room, ...allowed].map((name) => `^src/${name}/`) },
}));

module.exports = {
  forbidden: [
    ...arrows,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: '^src/(core|protocol|webview)/.*[.]tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'vscode-only-at-the-edge',
      severity: 'error',
      from: { path: '^src/(core|api|protocol|sandbox|webview)/' },
      to: { path: '^vscode$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'src/tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
