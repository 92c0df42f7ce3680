import type { Drift } from '../core/update/drift';
import type { UserField, UserFile } from '../core/update/userFile';
import type { UpdateObstacle } from '../core/update/writeObstacle';
import type { EditBase } from './editBases';
import type { UpdateTarget } from './updateTarget';

/** What is to be updated with what. */
export interface UpdateRequest extends UpdateTarget {
  /** Names what the user is edited in, such as the URI of a document: each has an edit base of its own. */
  readonly source: string;
  readonly file: UserFile;
  /** Of the update, unencoded: the file's own parameters and those that the settings ask for. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Only what differs from the live user, or the file as it stands. */
  readonly body: 'changed' | 'whole';
  /** `look`: nothing will be sent, so that nothing stands in the way. */
  readonly purpose: 'send' | 'look';
  /** The names of the fields that the integration wants in every update; asked for when something differs. */
  readonly requiredFields: () => Promise<readonly string[]>;
}

/** An update that cannot be sent at this moment. */
export interface Obstructed extends Omit<UpdateTarget, 'userId'> {
  readonly obstacle: UpdateObstacle;
  readonly accountLabel: string;
}

/** What is known of earlier updates of the user that had no response to tell what became of them. */
export interface EarlierUpdates {
  /** The look showed that one of them has been applied. */
  readonly hasArrived: boolean;
  /** The names of the fields of those that may still be applied, with other values than those that go now. */
  readonly openFields: readonly string[];
  /** This very update was tried, and each try had the same failure for a response, which may be a stored one. */
  readonly isFailedAlike: boolean;
  /** The attempt that is to be sent cannot be kept: a window that is closed forgets it. */
  readonly isUnkept?: true;
}

/** An update, complete and fixed: what is shown of it is what is sent. */
export interface Prepared extends UpdateTarget {
  readonly obstacle?: undefined;
  readonly source: string;
  readonly accountLabel: string;
  /** The integration's name for people. */
  readonly integration: string;
  /** Nothing real can be harmed: a sandbox account, or an API on this computer. */
  readonly harmless: boolean;
  readonly userName: string;
  /** Undefined where the account lets nobody read it: the file goes as it stands, over whatever there is. */
  readonly live: Readonly<Record<string, unknown>> | undefined;
  /** The live user as this edit began; undefined where nobody can read it. */
  readonly base: EditBase | undefined;
  /** What the integration offers on users; undefined where nobody told. */
  readonly userMethods: readonly string[] | undefined;
  readonly query: Readonly<Record<string, unknown>>;
  /** Of the query, what reading the user takes too. */
  readonly readQuery: Readonly<Record<string, unknown>>;
  /** The fields that go, each spelled as in the file: those that differ, and with them those required. */
  readonly fields: readonly UserField[];
  /** Those of them that somebody else has changed since the edit began. */
  readonly drifts: readonly Drift[];
  /** What a person took out of the file: it stays as it is. */
  readonly leftOut: readonly string[];
  readonly earlier: EarlierUpdates;
}
