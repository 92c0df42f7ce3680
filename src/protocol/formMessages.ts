import * as z from 'zod/mini';
import type { FieldRule } from '../core/rules/accountRules';
import type { FormRules } from '../core/form/userSections';
import { formWords } from './formWords';

const path = z.readonly(z.array(z.union([z.string(), z.int().check(z.nonnegative())])));

const place = z.int().check(z.nonnegative());

/** What was typed into the field at a path. */
export const keptDraft = z.readonly(z.object({ path, typed: z.string() }));

const edits = z.readonly(z.array(z.readonly(z.object({ offset: place, length: place, text: z.string() }))));

const formProblem = z.readonly(
  z.object({
    path,
    message: z.string(),
    severity: z.enum(['error', 'warning', 'information']),
    code: z.string(),
    // Ways to mend it: `key` says which to the host, and nothing to anybody else.
    fixes: z.readonly(z.array(z.readonly(z.object({ key: z.string(), title: z.string() })))),
  }),
);

const plainValue = z.union([z.string(), z.number(), z.boolean()]);

const fieldRule: z.ZodMiniType<FieldRule> = z.lazy(() =>
  z.object({
    required: z.exactOptional(z.literal(true)),
    extra: z.exactOptional(z.literal(true)),
    types: z.exactOptional(z.array(z.enum(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']))),
    allowed: z.exactOptional(z.array(plainValue)),
    fields: z.exactOptional(z.record(z.string(), fieldRule)),
    items: z.exactOptional(fieldRule),
  }),
);

/** What the account asks of a user and of the request. */
const formRules: z.ZodMiniType<FormRules> = z.object({
  integration: z.string(),
  body: z.record(z.string(), fieldRule),
  query: z.record(z.string(), fieldRule),
  queryOneOf: z.array(z.string()),
});

const formTarget = z.readonly(
  z.object({
    environment: z.exactOptional(z.string()),
    isProduction: z.exactOptional(z.literal(true)),
    account: z.exactOptional(z.string()),
    user: z.exactOptional(z.string()),
    // A live user's own: it cannot be changed.
    isFixed: z.exactOptional(z.literal(true)),
    canSend: z.boolean(),
    reason: z.exactOptional(z.string()),
    // A live user that was saved here and not sent.
    isDraft: z.exactOptional(z.literal(true)),
    rules: z.exactOptional(formRules),
  }),
);

/** What the person can do with the document besides editing it. The webview names one of these and nothing else. */
const formVerb = z.enum(['send', 'preview', 'copyAsCode', 'openText', 'selectAccount', 'selectUser', 'readLive']);

/** What the editor itself does with the document. */
const editorVerb = z.enum(['undo', 'redo', 'save']);

const op = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set'), json: z.string() }),
  z.object({ kind: z.literal('remove') }),
  z.object({ kind: z.literal('insert'), index: place, json: z.string() }),
  z.object({ kind: z.literal('move'), to: place }),
  z.object({ kind: z.literal('copy'), except: z.exactOptional(z.string()) }),
  z.object({ kind: z.literal('choose') }),
]);

/**
 * How a request ended. `stale`: the text has changed since the version that the request was made for, nothing was done,
 * try again. `refused`: it cannot be done. `readOnly`: VS Code lets nobody edit the document. `failed`: something broke.
 * `closed`: the other side is gone.
 */
const answer = z.object({
  kind: z.literal('answer'),
  id: z.int(),
  ok: z.boolean(),
  reason: z.exactOptional(z.enum(['stale', 'refused', 'readOnly', 'failed', 'closed'])),
});

/** From the webview to the host. Every request has an `id` and is answered. */
export const toHost = z.discriminatedUnion('kind', [
  // `isAgain`: this page has had the text before, and what was typed into it still.
  z.object({ kind: z.literal('ready'), isAgain: z.exactOptional(z.literal(true)) }),
  // The person is at this form now, in whichever window.
  z.object({ kind: z.literal('focused') }),
  // The field that the person is at, or else the first one in sight.
  z.object({ kind: z.literal('place'), path }),
  // What is typed into a field and not in the text, with its JSON where it is a value; nothing once that is settled.
  z.object({
    kind: z.literal('draft'),
    id: z.int(),
    draft: z.exactOptional(z.object({ path, typed: z.string(), json: z.exactOptional(z.string()) })),
  }),
  // Who last set a field of the user is to be told, by its name.
  z.object({ kind: z.literal('provenance'), field: z.string() }),
  // The focus has left the form, and all that was typed and is a value is in the text.
  z.object({ kind: z.literal('left') }),
  // Whether the document can be edited is to be found out anew.
  z.object({ kind: z.literal('tryAgain') }),
  z.object({ kind: z.literal('edit'), id: z.int(), baseVersion: z.int(), path, op }),
  // One of the fixes that the host offered.
  z.object({ kind: z.literal('fix'), id: z.int(), key: z.string() }),
  z.object({ kind: z.literal('run'), id: z.int(), verb: formVerb }),
  // What the item at a path is to name: the person picks it.
  z.object({ kind: z.literal('pick'), id: z.int(), path }),
  z.object({ kind: z.literal('runEditor'), id: z.int(), verb: editorVerb }),
  z.object({ kind: z.literal('revealPath'), id: z.int(), path }),
  z.object({ kind: z.literal('revealOffset'), id: z.int(), offset: place }),
  answer,
]);

/** From the host to the webview: `snapshot` answers `ready`, the rest follows it. */
export const toForm = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('snapshot'),
    version: z.int(),
    text: z.string(),
    problems: z.readonly(z.array(formProblem)),
    target: formTarget,
    readOnlyReason: z.exactOptional(z.string()),
    // Typed into an earlier form of this document, or page of this form, and not in the text yet.
    drafts: z.readonly(z.array(keptDraft)),
    words: formWords,
  }),
  // `textLength` is that of the whole text afterwards: where the webview's differs, it asks for a new snapshot.
  z.object({ kind: z.literal('change'), version: z.int(), edits, textLength: place }),
  z.object({ kind: z.literal('problems'), problems: z.readonly(z.array(formProblem)) }),
  z.object({ kind: z.literal('target'), target: formTarget }),
  // What the user has on the server. `fields` is the JSON of an object: as last read, also while it is read again.
  z.object({
    kind: z.literal('live'),
    state: z.enum(['none', 'unread', 'reading', 'read', 'unreadable', 'failed']),
    fields: z.exactOptional(z.string()),
  }),
  // Who last set a field from here, when, from what to what, in lines; none where nobody has.
  z.object({ kind: z.literal('provenance'), field: z.string(), lines: z.readonly(z.array(z.string())) }),
  // The person comes from this place in the text.
  z.object({ kind: z.literal('focus'), path }),
  // Whether the document can be edited; `mayChange`: nobody tells when that becomes different.
  z.object({ kind: z.literal('readOnly'), reason: z.exactOptional(z.string()), mayChange: z.boolean() }),
  // `isLed`: a person waits for what is unfinished to be shown.
  z.object({ kind: z.literal('flush'), id: z.int(), isLed: z.boolean() }),
  answer,
]);

export type KeptDraft = z.infer<typeof keptDraft>;
export type FormProblem = z.infer<typeof formProblem>;
export type FormTarget = z.infer<typeof formTarget>;
export type FormVerb = z.infer<typeof formVerb>;
export type LiveState = Extract<ToForm, { kind: 'live' }>['state'];
export type Provenance = Extract<ToForm, { kind: 'provenance' }>;
export type EditorVerb = z.infer<typeof editorVerb>;
export type Reply = z.infer<typeof answer>;
export type ToHost = z.infer<typeof toHost>;
export type ToForm = z.infer<typeof toForm>;
