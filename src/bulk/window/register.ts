import * as vscode from 'vscode';
import { uriArgument } from '../../platform/commandArguments';
import { registerCommands, type CommandHandler } from '../../platform/commands';
import { givenEnvironment } from '../../platform/environmentArgument';
import { iconLabel } from '../../platform/labels';
import type { BulkCommands } from './bulkCommands';
import type { BulkServices } from './bulkServices';
import type { planScheme as schemeOfPlans } from './planDocuments';
import { registerJobs } from './registerJobs';

/** Needed before the code of plans is loaded. */
const planScheme: typeof schemeOfPlans = 'truto-plan';

const commandNames = ['updateUsersFromFile', 'applyPlan', 'sendFirstRows', 'showPlan', 'showPlanSamples'] as const;

/** Many users from one file: commands, plans as documents, and the jobs that apply them. What is behind them is loaded when it is first needed. */
export function registerBulk(services: BulkServices): vscode.Disposable {
  const jobs = registerJobs(services);
  const planChanged = new vscode.EventEmitter<vscode.Uri>();
  let loading: Promise<BulkCommands> | undefined;
  const load = () =>
    (loading ??= import('./bulkCommands').then(
      ({ BulkCommands: Room }) => new Room(services, jobs.runs, (uri) => planChanged.fire(uri)),
    ));
  const command =
    (name: (typeof commandNames)[number]): CommandHandler =>
    async (argument) => {
      // What is meant is fixed at once: while code is being loaded, or a file picked, the person may turn to something else.
      const call = {
        argument,
        uri: uriArgument(argument),
        inFront: services.inFront.uri(),
        environment: givenEnvironment(argument) ?? services.environments.active(),
      };
      return (await load())[name](call);
    };
  return vscode.Disposable.from(
    planChanged,
    vscode.workspace.registerTextDocumentContentProvider(planScheme, {
      onDidChange: planChanged.event,
      provideTextDocumentContent: async (uri) => (await load()).documents.text(uri),
    }),
    vscode.languages.registerCodeLensProvider(
      [{ scheme: planScheme, pattern: '**/*.md' }, { pattern: '**/*.truto-plan.jsonl' }],
      { provideCodeLenses },
    ),
    registerCommands(Object.fromEntries(commandNames.map((name) => [name, command(name)]))),
    jobs.disposable,
    new vscode.Disposable(() => void loading?.then((commands) => commands.dispose())),
  );
}

/** What can be done with a plan, above its first line. */
function provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
  const { t } = vscode.l10n;
  const top = new vscode.Range(0, 0, 0, 0);
  const lens = (icon: string, title: string, command: string) =>
    new vscode.CodeLens(top, { title: iconLabel(icon, title), command, arguments: [uri] });
  return [
    lens('play', t('Apply Plan'), 'truto.applyPlan'),
    lens('debug-step-over', t('Send the First Rows...'), 'truto.sendFirstRows'),
    ...(uri.scheme === planScheme ? [] : [lens('book', t('Show Plan'), 'truto.showPlan')]),
    lens('diff-multiple', t('Show Sample Diffs'), 'truto.showPlanSamples'),
  ];
}
