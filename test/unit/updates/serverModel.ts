import { accounts } from '../../sandboxAccounts';

/** What becomes of the requests of one send, and of the window that makes it. */
export type Fate =
  | 'answered'
  /** Nothing reaches the server. */
  | 'lostBefore'
  /** All is handled, no response comes back. */
  | 'lostAfter'
  /** Handled and answered; reads show it only after this send. */
  | 'lateRead'
  /** Handled, no response, and reads show it only after this send. */
  | 'lostAndLate'
  /** Handled, no response, and reads show it only after the next send. */
  | 'lostAndLater'
  /** A response of success breaks off inside its body: of what was handled, or of nothing. */
  | 'broken'
  | 'brokenBefore'
  /** The same of what was handled, and reads show it only after the next send. */
  | 'brokenAndLater'
  /** The server fails, and does nothing. */
  | 'failed'
  | 'refused'
  /** The first try is handled and not answered, or comes to nothing; the next ones are refused for their content. */
  | 'retryRefused'
  | 'lostThenRefused'
  /** The first try is handled only after this send; the next ones are refused, or told that their key is in use. */
  | 'refusedThenLate'
  | 'inUseThenLate'
  /** Handled; the response leads to the page of what was done. */
  | 'redirected'
  /** A page of something in between has the status of a success; nothing reaches the server. */
  | 'page'
  /** The window is gone before the request leaves, or when it was handled. */
  | 'crashBefore'
  | 'crashAfter';

/** How the server treats idempotency keys. */
export type KeyRule = 'honoured' | 'storesFailures' | 'forgets' | 'ignored';

export interface ServerState {
  readonly title: string;
  /** What reads show. */
  readonly shown: string;
  /** They show it for one send more. */
  readonly isHeld?: boolean;
  /** Responses by key: status and body. */
  readonly responses: readonly (readonly [key: string, status: number, title: string])[];
}

export interface Received {
  readonly key: string;
  readonly title: string;
  readonly isApplied: boolean;
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const failure = (status: number) => json({ statusCode: status, error: 'Error', message: 'It failed.' }, status);

/** Success, for as much of it as came. */
function brokenOff(): Response {
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"id":')),
    pull: (controller) => controller.error(new TypeError('terminated')),
  });
  return new Response(stream, { headers: { 'content-type': 'application/json' } });
}

const lateFates: ReadonlySet<Fate> = new Set(['lateRead', 'lostAndLate', 'lostAndLater', 'brokenAndLater']);

/** What the tries after the first one are told. */
const laterTries: Partial<Record<Fate, number>> = {
  retryRefused: 422,
  lostThenRefused: 422,
  refusedThenLate: 422,
  inUseThenLate: 423,
};

/** A server of one user in memory: exactly what an update can meet, and nothing else. */
export class ServerModel {
  state: ServerState = { title: '0', shown: '0', responses: [] };
  fate: Fate = 'answered';
  /** Of the send under way. */
  received: Received[] = [];
  reads: string[] = [];
  /** Done once, when a request comes in. */
  meanwhile: (() => Promise<void>) | undefined;
  /** Settles when the window of the send under way is gone. */
  crashed: Promise<void> = Promise.resolve();
  private crash: () => void = () => undefined;
  private tries = 0;
  /** Handled when the send under way is over. */
  private late: (() => void) | undefined;

  constructor(private readonly keys: KeyRule) {}

  /** A send begins. */
  begin(fate: Fate): void {
    Object.assign(this, { fate, received: [], reads: [], tries: 0 });
    this.crashed = new Promise((resolve) => (this.crash = resolve));
  }

  /** A send is over: what it wrote can be seen. */
  end(): void {
    this.late?.();
    this.late = undefined;
    const { title, shown, isHeld, responses } = this.state;
    const kept = this.keys === 'forgets' ? [] : responses;
    this.state = { title, shown: isHeld ? shown : title, responses: kept };
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (init?.method === 'PATCH') return this.patch(new Headers(init.headers).get('idempotency-key') ?? '', init);
    if (pathname.endsWith('/capabilities'))
      return json({
        integration: { name: 'hubspot' },
        unified: [{ model: 'user-directory', resource: 'users', methods: ['get', 'list', 'update'] }],
        account: { status: 'active' },
      });
    if (pathname.includes('/integrated-account/'))
      return json({ id: accounts.hubspot, status: 'active', integration: { name: 'hubspot' } });
    this.reads.push(this.state.shown);
    return json({ id: 'usr_ada', title: this.state.shown });
  };

  private async patch(key: string, { body }: RequestInit): Promise<Response> {
    const { title } = JSON.parse(body as string) as { title: string };
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
    const never = new Promise<never>(() => undefined);
    if (this.fate === 'crashBefore') {
      this.crash();
      return never;
    }
    const later = this.tries++ > 0 ? laterTries[this.fate] : undefined;
    if (later !== undefined) return failure(later);
    if (this.fate === 'lostBefore' || this.fate === 'lostThenRefused') throw new TypeError('fetch failed');
    if (this.fate === 'brokenBefore') return brokenOff();
    if (this.fate === 'page') return new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } });
    if (this.fate === 'refusedThenLate' || this.fate === 'inUseThenLate') return this.comeLate(key, title);
    const response = this.handle(key, title);
    if (this.fate === 'crashAfter') {
      this.crash();
      return never;
    }
    if (this.fate === 'redirected') return new Response(null, { status: 303, headers: { location: '/done' } });
    if (this.fate === 'lostAfter' || this.fate.startsWith('lostAndLate') || this.fate === 'retryRefused')
      throw new TypeError('fetch failed');
    return this.fate.startsWith('broken') ? brokenOff() : response;
  }

  /** It is known already that it will be applied. */
  private comeLate(key: string, title: string): never {
    const isStored = this.keys !== 'ignored' && this.state.responses.some(([known]) => known === key);
    this.received.push({ key, title, isApplied: !isStored });
    if (!isStored)
      this.late = () => {
        this.state = { title, shown: title, responses: [...this.state.responses, [key, 200, title]] };
      };
    throw new TypeError('fetch failed');
  }

  private handle(key: string, title: string): Response {
    const { responses, shown } = this.state;
    const stored = this.keys === 'ignored' ? undefined : responses.find(([known]) => known === key);
    this.received.push({ key, title, isApplied: !stored && this.fate !== 'failed' && this.fate !== 'refused' });
    if (stored) return stored[1] === 200 ? json({ id: 'usr_ada', title: stored[2] }) : failure(stored[1]);
    if (this.fate === 'failed' || this.fate === 'refused') {
      const status = this.fate === 'failed' ? 500 : 422;
      if (this.keys === 'storesFailures') this.state = { ...this.state, responses: [...responses, [key, status, '']] };
      return failure(status);
    }
    this.state = {
      title,
      shown: lateFates.has(this.fate) ? shown : title,
      responses: [...responses, [key, 200, title]],
      ...(this.fate.endsWith('Later') && { isHeld: true }),
    };
    return json({ id: 'usr_ada', title });
  }
}
