import type { AccountStanding } from '../api/environment';
import type { Drift } from '../core/update/drift';
import type { Initiator } from '../core/update/inversePatch';
import type { UserField, UserFile } from '../core/update/userFile';
import type { ReadObstacle, UpdateObstacle } from '../core/update/writeObstacle';
import type { EditBase } from './editBases';
import type { UpdateTarget } from './updateTarget';

/** What is to be updated with what. */
export interface UpdateRequest extends UpdateTarget {
  /** Names what the user is edited in, such as the URI of a document: each has an edit base of its own. */
  readonly source: string;
  readonly who: Initiator;
  readonly file: UserFile;
  /** Of the update, unencoded: the file's own parameters and those that the settings ask for. */
  readonly query: Readonly<Record<string, unknown>>;
  /** What reading the user is asked with, unencoded: what a read does not take is left out of it. */
  readonly readQuery: Readonly<Record<string, unknown>>;
  /** Only what differs from the live user, or the file as it stands. */
  readonly body: 'changed' | 'whole';
  /** `look`: nothing will be sent, so that nothing stands in the way. */
  readonly purpose: 'send' | 'look';
  /** The names of the fields that the integration wants in every update; asked for when something differs. */
  readonly requiredFields: () => Promise<readonly string[]>;
  /** Of one of many updates: what they share. It is no edit of a document, and has no edit base. */
  readonly bulk?: BulkPart;
}

/** What an update is as one of many. */
export interface BulkPart {
  /** Names the job in the history. */
  readonly jobId: string;
  /** What the account takes, as the job has asked for all of its updates. */
  readonly standing: AccountStanding;
  /** Nobody looks at the user before: whatever it has is overwritten. */
  readonly isBlind: boolean;
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
  readonly who: Initiator;
  readonly accountLabel: string;
  /** The integration's name for people. */
  readonly integration: string;
  /** Nothing real can be harmed: a sandbox account, or an environment that is known to be none of production. */
  readonly harmless: boolean;
  readonly userName: string;
  /** Undefined where the account lets nobody read it: the file goes as it stands, over whatever there is. */
  readonly live: Readonly<Record<string, unknown>> | undefined;
  /** Why it could not be read. */
  readonly unread?: ReadObstacle;
  /** The live user as this edit began; undefined where nobody can read it. */
  readonly base: EditBase | undefined;
  /** What the integration offers on users; undefined where nobody told. */
  readonly userMethods: readonly string[] | undefined;
  readonly query: Readonly<Record<string, unknown>>;
  /** As in the request, with what the looks leave out. */
  readonly readQuery: Readonly<Record<string, unknown>>;
  /** The fields that go, each spelled as in the file: those that differ, and with them those required. */
  readonly fields: readonly UserField[];
  /** Those of them that somebody else has changed since the edit began. */
  readonly drifts: readonly Drift[];
  /** All that the file says, by name. What does not go of it, nobody has edited. */
  readonly said: Readonly<Record<string, unknown>>;
  /** What a person took out of the file: it stays as it is. */
  readonly leftOut: readonly string[];
  readonly earlier: EarlierUpdates;
  /** The keys of the earlier updates that the look has left open: of later ones it tells nothing. */
  readonly openKeys: readonly string[];
  /** Of one of many updates. */
  readonly jobId?: string;
}
