import { Environments } from '../../../src/api/environments';
import { Pacer, type Pace } from '../../../src/core/http/pacer';
import type { Profile } from '../../../src/core/http/profile';
import { readQuery, readUserFile, type UserFile } from '../../../src/core/update/userFile';
import { ProfileStore } from '../../../src/platform/profileStore';
import type { Sandbox } from '../../../src/sandbox/startSandbox';
import { AttemptFiles } from '../../../src/updates/attemptFiles';
import { Attempts, type AttemptStore } from '../../../src/updates/attempts';
import { DocumentSends, type DocumentSend } from '../../../src/updates/documentSends';
import { EditBases } from '../../../src/updates/editBases';
import type { UpdateRequest } from '../../../src/updates/prepared';
import { Seals } from '../../../src/updates/seals';
import { unobserved } from '../../../src/updates/updateObserver';
import { Updates } from '../../../src/updates/updates';
import { temporaryFolder } from '../../host/temporaryFolder';
import { accounts } from '../../sandboxAccounts';
import { FakeMemento, FakeSecrets } from '../platform/sharedState';

/** So many that no test waits for its turn. */
export const limits = { perToken: 1e6, perAccount: 1e6 };

/** A window of the product without a screen: all that an update passes through, but VS Code. */
export interface HeadlessWindow {
  readonly profiles: ProfileStore;
  readonly environments: Environments;
  readonly updates: Updates;
  readonly sends: DocumentSends;
  /** The folder that it keeps things in. */
  readonly storage: string;
}

export interface HeadlessOptions {
  /** Called at every turn that an action waits for something outside: a token, a pace, a response. */
  readonly turn?: () => Promise<void> | void;
  readonly timeoutSeconds?: number;
  readonly storage?: string;
  readonly attempts?: AttemptStore;
  /** In ms: before each further look at a user that does not show an update yet. None by default. */
  readonly readBackWaits?: readonly number[];
  readonly fetch?: typeof globalThis.fetch;
  readonly now?: () => number;
  /** No limits without it. */
  readonly pacer?: Pace;
}

export function openWindow(options: HeadlessOptions = {}): HeadlessWindow {
  const { turn = () => undefined, storage = temporaryFolder('truto-users').path, readBackWaits = [] } = options;
  const profiles = new ProfileStore(new FakeMemento(), new FakeMemento(), new FakeSecrets());
  const environments = new Environments({
    active: () => profiles.active(),
    lost: () => profiles.lost(),
    token: async (profile) => {
      await turn();
      return profiles.token(profile);
    },
    fetch: async (input, init) => {
      await turn();
      const response = await (options.fetch ?? fetch)(input, init);
      await turn();
      return response;
    },
    timeoutSeconds: () => options.timeoutSeconds ?? 5,
    isTrusted: () => true,
    onRequest: () => undefined,
    // No back-off.
    clock: { now: Date.now, random: () => 0 },
    pacer: async () => {
      await turn();
      return options.pacer ?? new Pacer(Date.now, { windowMs: 10_000, ...limits });
    },
  });
  const attempts = new Attempts(options.attempts ?? new AttemptFiles(storage), new Seals(storage));
  const updates = new Updates(attempts, new EditBases(storage), { readBackWaits });
  return { profiles, environments, updates, sends: new DocumentSends(updates, options.now), storage };
}

export const profileOf = ({ baseUrl }: Pick<Sandbox, 'baseUrl'>, name: string): Profile => ({ name, baseUrl });

/** A user file, as text. */
export const userFile = (fields: object, userId = 'usr_ada', accountId: string = accounts.hubspot): string =>
  JSON.stringify({ $truto: { integrated_account_id: accountId, id: userId }, ...fields });

/** What a text says that is a user file. */
export function fileOf(text: string): UserFile {
  const file = readUserFile(text);
  if (!file) throw new Error(`No user file: ${text}`);
  return file;
}

/** The update that a file asks for, in the environment that the window uses now. */
export function requestOf(
  { environments }: HeadlessWindow,
  file: UserFile,
  options: Partial<UpdateRequest> = {},
): UpdateRequest {
  if (file.accountId === undefined || file.userId === undefined) throw new Error('The file names no user');
  return {
    environment: environments.open(),
    accountId: file.accountId,
    userId: file.userId,
    source: 'file:///ada.json',
    who: 'editor',
    file,
    query: file.query,
    readQuery: readQuery(file),
    body: 'changed',
    purpose: 'send',
    requiredFields: () => Promise.resolve([]),
    ...options,
  };
}

/** A send of a text whose questions are all answered with yes. */
export function sendOf(window: HeadlessWindow, text: string, options: Partial<DocumentSend> = {}): DocumentSend {
  const environment = window.environments.open();
  const document = options.document ?? 'file:///ada.json';
  return {
    document,
    isPress: true,
    isKey: options.isPress ?? true,
    readText: () => Promise.resolve(text),
    readFile: () => Promise.resolve({ text, file: fileOf(text) }),
    request: (file) => Promise.resolve(requestOf(window, file, { environment, source: document })),
    preparing: (prepare) => prepare(),
    overwrites: () => Promise.resolve(true),
    confirms: () => Promise.resolve(true),
    observer: () => unobserved,
    ...options,
  };
}
