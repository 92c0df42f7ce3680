// Who may import whom: the rooms of the architecture (see CONTRIBUTING).
const rooms = {
  core: [],
  api: ['core'],
  updates: ['core', 'api'],
  protocol: ['core'],
  platform: ['core', 'api'],
  sandbox: ['core'],
  webview: ['core', 'protocol'],
  build: ['core'],
  accounts: ['core', 'api', 'updates', 'platform'],
  users: ['core', 'api', 'updates', 'protocol', 'platform'],
  bulk: ['core', 'api', 'updates', 'platform'],
};

/** The floors of the core, from the ground up: each folder may use those named. */
const core = {
  json: [],
  edit: ['json'],
  schema: ['json'],
  check: ['json', 'schema', 'rules', 'secrets'],
  rules: ['json', 'schema', 'secrets'],
  fixes: ['json', 'edit', 'schema', 'rules', 'check'],
  hints: ['json', 'schema', 'rules'],
  parameters: ['json', 'schema', 'rules', 'check'],
  form: ['json', 'edit', 'schema', 'rules', 'hints', 'secrets'],
  secrets: ['json'],
  errors: ['json', 'schema', 'check', 'secrets'],
  http: ['json', 'errors'],
  codeSnippets: ['json', 'http', 'secrets'],
  update: ['json', 'edit', 'schema', 'errors', 'secrets'],
  responses: ['json', 'schema', 'check', 'secrets', 'update'],
  journal: [],
  csv: [],
};

const within = (parent, folders) =>
  Object.entries(folders).map(([folder, allowed]) => ({
    name: `${parent === 'src' ? '' : `${parent.slice(4)}-`}${folder}-imports-only-${['itself', ...allowed].join('-')}`,
    severity: 'error',
    from: { path: `^${parent}/${folder}/` },
    to: { path: `^${parent}/`, pathNot: [folder, ...allowed].map((name) => `^${parent}/${name}/`) },
  }));

module.exports = {
  forbidden: [
    ...within('src', rooms),
    ...within('src/core', core),
    { name: 'nothing-loose-in-core', severity: 'error', from: {}, to: { path: '^src/core/[^/]+[.]ts$' } },
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
      from: { path: '^src/(core|api|updates|protocol|sandbox|webview|build)/' },
      to: { path: '^vscode$' },
    },
    {
      name: 'bulk-has-a-window-at-its-edge',
      severity: 'error',
      from: { path: '^src/bulk/', pathNot: '^src/bulk/window/' },
      to: { path: '^(vscode$|src/platform/|src/bulk/window/)' },
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
