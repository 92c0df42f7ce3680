// A stand-in for the desktop's executable that @vscode/test-electron starts:
//   vscodeLauncher.js <folder> --extensionDevelopmentPath=<folder> --extensionTestsPath=<module>
// Runs the suite in a VS Code server and a headless browser; prints the suite's words and exits with its code.
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { markedOutput, suiteWords } from './suiteOutput';
import { until } from './until';
import { startVscodeServer } from './vscodeServer';
import { startPatience, workbenchUrl, type WorkbenchPage } from './workbenchUrl';

/** The arguments for this launcher; those meant for Electron are left aside. */
function readArguments(): WorkbenchPage {
  const options = {
    extensionTestsPath: { type: 'string' },
    extensionDevelopmentPath: { type: 'string', multiple: true },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true, strict: false });
  const { extensionTestsPath: suite, extensionDevelopmentPath: extensionsUnderTest } = values;
  if (typeof suite !== 'string') throw new Error('--extensionTestsPath=<module> is missing');
  return { suite, extensionsUnderTest: (extensionsUnderTest ?? []).map(String), folder: positionals[0] };
}

async function runSuite(suite: WorkbenchPage): Promise<number> {
  const server = await startVscodeServer({ smokeTestDriver: true, env: markedOutput });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const progress = await followSuite(page);
    await page.goto(workbenchUrl(server.port, suite), { timeout: startPatience });
    await until('the suite to say anything', () => progress.started || progress.code !== undefined, 120_000).finally(
      () => {
        if (!progress.started) console.error(['The suite did not start.', ...progress.complaints].join('\n'));
      },
    );
    return await until('the suite to end', () => progress.code, 3_600_000);
  } finally {
    await browser.close();
    await server.stop();
  }
}

interface Progress {
  started: boolean;
  code: number | undefined;
  /** What VS Code itself said went wrong. */
  readonly complaints: string[];
}

/** Prints what the suite says, and keeps how far it is. The names are those of VS Code's smoke-test driver. */
async function followSuite(page: Page): Promise<Progress> {
  const progress: Progress = { started: false, code: undefined, complaints: [] };
  await page.exposeFunction('codeAutomationLog', (type: string, message: readonly unknown[]) => {
    const words = suiteWords(message);
    progress.started ||= words !== undefined;
    if (isAboutNativeModules(words ?? message.join(' '))) return;
    if (words !== undefined) console.log(words);
    else if (type === 'error') progress.complaints.push(message.join(' '));
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => (progress.code = code));
  page.on('crash', () => (progress.code = 1));
  return progress;
}

/** The server runs without its compiled modules and says so often. */
function isAboutNativeModules(message: string): boolean {
  return /bindings file|build\/Release/.test(message);
}

process.exit(await runSuite(readArguments()));
