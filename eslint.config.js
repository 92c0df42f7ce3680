import tseslint from 'typescript-eslint';

const secrecy = {
  selector: 'Literal[value=/^pass(word|wd|phrase)$/i], Literal[regex.pattern=/passw/i]',
  message: 'Only core/secrets decides what is secret: ask isSecretName, or show with core/secrets/shown.',
};

/** Words from outside become no links, icons or lines of their own. */
const plainWords = [
  {
    selector: ':matches(Literal[value=/\\$\\(/], TemplateElement[value.raw=/\\$\\(/])',
    message: 'Icons are put before words by iconLabel of src/platform/labels.ts.',
  },
  {
    selector:
      ":matches(AssignmentExpression[left.property.name='items'], CallExpression[callee.property.name='showQuickPick']):not(:has(CallExpression[callee.name='plainItems']))",
    message: 'Rows of a quick pick are made by plainItems of src/platform/labels.ts.',
  },
  {
    selector: "NewExpression[callee.property.name='Diagnostic']:not(:has(CallExpression[callee.name='plainText']))",
    message: 'The words of a problem are made plain by src/platform/plainText.ts.',
  },
];

const messages = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage', 'withProgress'].map(
  (property) => ({
    property,
    message: 'Messages and progress are shown by src/platform/notify.ts.',
  }),
);

const inFront = {
  property: 'activeTextEditor',
  message: 'Which document a person means is told by src/platform/documentInFront.ts: a form is no text editor.',
};

/** Three words in a row, but for the message of an error that only a programmer sees. */
const threeWords = "[A-Za-z’']+[,;:]? [A-Za-z’']+[,;:]? [A-Za-z’']+";
const isThrown = 'NewExpression[callee.name=/Error$/] *';
const sentences = {
  selector: [`Literal[value=/${threeWords}/]`, `TemplateElement[value.raw=/${threeWords}/]`]
    .map((words) => `${words}:not(${isThrown})`)
    .join(', '),
  message: 'Codes and params here, sentences in platform/words.',
};

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.vscode-test/', 'src/core/schema/generated/', '**/*.js', '**/*.cjs', '**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // What is secret is decided in core/secrets; these few name the field, its place in the form, its kind of input.
    files: ['src/**/*.{ts,tsx}'],
    ignores: [
      'src/core/{secrets,schema}/**',
      'src/core/form/userSections.ts',
      'src/webview/controls/secretControl.tsx',
      'src/build/responseSchema.ts',
      'src/**/words/**',
      'src/users/form/wordsOfForm.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', secrecy] },
  },
  {
    files: ['src/{accounts,bulk,users}/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', secrecy, ...plainWords] },
  },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-properties': ['error', ...messages, inFront] } },
  { files: ['src/platform/notify.ts'], rules: { 'no-restricted-properties': ['error', inFront] } },
  {
    // These follow it, or are about text editors alone.
    files: [
      'src/platform/documentInFront.ts',
      'src/users/form/switchEditor.ts',
      'src/users/documents/accountRulesStatus.ts',
    ],
    rules: { 'no-restricted-properties': ['error', ...messages] },
  },
  {
    // The middle makes data: what people read is made at the edge, in their language.
    files: ['src/{core,api,updates}/**/*.ts'],
    ignores: [
      'src/core/{secrets,schema}/**',
      'src/core/form/userSections.ts',
      'src/core/codeSnippets/**',
      'src/core/hints/hintsSchema.ts',
      'src/core/rules/integrations.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', secrecy, sentences] },
  },
  {
    files: ['src/core/{secrets/**,form/userSections}.ts'],
    rules: { 'no-restricted-syntax': ['error', sentences] },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
