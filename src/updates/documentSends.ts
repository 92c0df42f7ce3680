import type { OnAttempt } from '../api/trutoClient';
import type { UserFile } from '../core/update/userFile';
import { askedUpdate } from './askedUpdate';
import type { Obstructed, Prepared, UpdateRequest } from './prepared';
import { UpdateUnderWayError } from './attempts';
import type { UpdateObserver } from './updateObserver';
import { userKey } from './updateTarget';
import type { EndedUpdate, Updates } from './updates';

/** Why a send ended before anything left. */
export type SendRefusal =
  /** Another text of the same document is being sent. */
  | { readonly code: 'documentUnderWay' }
  /** Another document of the same user is being sent. */
  | { readonly code: 'userUnderWay'; readonly userName: string }
  | { readonly code: 'obstructed'; readonly obstructed: Obstructed }
  /** Every field of the file is as the live user has it. */
  | { readonly code: 'nothingToSend'; readonly prepared: Prepared };

/** A send that ended before anything left. */
export class UpdateRefused extends Error {
  constructor(readonly refusal: SendRefusal) {
    super(`Not sent: ${refusal.code}`);
    this.name = 'UpdateRefused';
  }
}

/** One document that is to be sent: the questions on the way, and who watches. What a step throws ends the send. */
export interface DocumentSend {
  /** Names the document. */
  readonly document: string;
  /** A person pressed a key or a button, who may have pressed it twice; a caller waits for what comes of it. */
  readonly isPress: boolean;
  /** It was a key, which may be held down. */
  readonly isKey: boolean;
  /** The text of the document as it stands, edits under way included. */
  readText(): Promise<string>;
  /** The same with what it says. Throws to refuse. */
  readFile(): Promise<{ readonly text: string; readonly file: UserFile }>;
  /** What is to be sent, and where; undefined when the person dismissed a question. */
  request(file: UserFile): Promise<UpdateRequest | undefined>;
  /** Runs the preparation, cancelled by a signal if there is one, and told of its waits. */
  preparing<T>(prepare: (signal?: AbortSignal, onAttempt?: OnAttempt) => Promise<T>): Promise<T>;
  /** Whether to go on although somebody else has changed the user since the edit began. */
  overwrites(prepared: Prepared): Promise<boolean>;
  /** Whether the person wants this update of this user; under a new key, although an earlier try may still be applied. */
  confirms(prepared: Prepared): Promise<boolean | 'underNewKey'>;
  observer(prepared: Prepared): UpdateObserver;
}

/** In ms: longer than it takes until a key that is held down is repeated. */
const onePress = 1_000;

interface UnderWay {
  /** Undefined until it was read. */
  text: string | undefined;
  readonly ended: Promise<EndedUpdate | undefined>;
}

/**
 * Sends documents, each once at a time, from the first press to the last word: who presses twice, or holds the key, is
 * asked once and sends once. Two documents of one user are not sent at a time either.
 */
export class DocumentSends {
  private readonly documents = new Map<string, UnderWay>();
  private readonly users = new Set<string>();
  private lastPress: { readonly document: string; readonly at: number } | undefined;

  constructor(
    private readonly updates: Updates,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Resolves when the update has ended; to undefined when the person said no, or when this press counts as one with an
   * earlier one. A caller joins what is under way where the text is the same. Throws UpdateRefused, TrutoError, and what
   * a step throws.
   */
  async send(send: DocumentSend): Promise<EndedUpdate | undefined> {
    const { document } = send;
    const isRepeated = send.isKey && this.isRepeated(document);
    const underWay = this.documents.get(document);
    if (send.isPress && (isRepeated || underWay)) return undefined;
    if (underWay) return join(underWay, send);
    const own: UnderWay = {
      text: undefined,
      // In a later turn: this one is entered first.
      ended: Promise.resolve().then(() => this.run(send, own)),
    };
    this.documents.set(document, own);
    try {
      return await own.ended;
    } finally {
      this.documents.delete(document);
    }
  }

  /** Each press of a key makes the next one in the same document a repetition for a while. */
  private isRepeated(document: string): boolean {
    const last = this.lastPress;
    this.lastPress = { document, at: this.now() };
    // A clock may be set back, too.
    return last?.document === document && Math.abs(this.lastPress.at - last.at) < onePress;
  }

  private async run(send: DocumentSend, underWay: UnderWay): Promise<EndedUpdate | undefined> {
    const { text, file } = await send.readFile();
    underWay.text = text;
    const request = await send.request(file);
    if (!request) return undefined;
    const user = userKey(request);
    if (this.users.has(user)) throw new UpdateRefused({ code: 'userUnderWay', userName: request.userId });
    this.users.add(user);
    try {
      return await this.runAlone(request, send);
    } finally {
      this.users.delete(user);
    }
  }

  private async runAlone(request: UpdateRequest, send: DocumentSend): Promise<EndedUpdate | undefined> {
    const asked = await askedUpdate(
      () => this.prepared(request, send),
      (update) => this.ask(update.prepared, send),
      this.now,
    );
    if (!asked) return undefined;
    const { prepared } = asked.update;
    try {
      const isRenewed = asked.answer === 'underNewKey';
      return { prepared, outcome: await this.updates.run(prepared, send.observer(prepared), { isRenewed }) };
    } catch (error) {
      if (!(error instanceof UpdateUnderWayError)) throw error;
      throw new UpdateRefused({ code: 'userUnderWay', userName: prepared.userName });
    }
  }

  private async prepared(request: UpdateRequest, send: DocumentSend): Promise<{ readonly prepared: Prepared }> {
    const prepared = await send.preparing((signal, onAttempt) => this.updates.prepare(request, signal, onAttempt));
    if (prepared.obstacle) throw new UpdateRefused({ code: 'obstructed', obstructed: prepared });
    if (prepared.fields.length === 0) throw new UpdateRefused({ code: 'nothingToSend', prepared });
    return { prepared };
  }

  private async ask(prepared: Prepared, send: DocumentSend): Promise<boolean | 'underNewKey'> {
    if (prepared.drifts.length > 0) {
      const goesOn = await send.overwrites(prepared);
      // Who has answered a question does not hold a key: the next press is meant.
      this.lastPress = undefined;
      if (!goesOn) return false;
    }
    return send.confirms(prepared);
  }
}

async function join(underWay: UnderWay, send: DocumentSend): Promise<EndedUpdate | undefined> {
  const text = await send.readText();
  if (underWay.text !== undefined && underWay.text !== text) throw new UpdateRefused({ code: 'documentUnderWay' });
  return underWay.ended;
}
