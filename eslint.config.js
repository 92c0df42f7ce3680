import tseslint from 'typescript-eslint';

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
      'src/**/words.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Literal[value=/^pass(word|wd|phrase)$/i], Literal[regex.pattern=/passw/i]',
          message: 'Only core/secrets decides what is secret: ask isSecretName, or show with core/secrets/shown.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
