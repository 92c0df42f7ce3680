import * as z from 'zod/mini';
import { isRecord } from '../json/isRecord';
import { checkBaseUrl, type BaseUrlRefusal } from './baseUrl';

/** An environment as the Truto CLI keeps it. */
export interface CliProfile {
  readonly name: string;
  /** Checked; undefined where the file names none. */
  readonly baseUrl?: string;
  readonly token: string;
  /** Perhaps an id of an account. */
  readonly defaultAccount?: string;
}

/** Why an environment of the file cannot be taken over. */
export type CliRefusal = 'noToken' | 'unusableToken' | 'unusableName' | 'tooMany' | BaseUrlRefusal;

export interface CliConfig {
  readonly profiles: readonly CliProfile[];
  readonly refused: readonly { readonly name: string; readonly reason: CliRefusal }[];
}

/** So many are read of a file. */
export const maxCliProfiles = 50;
const maxName = 100;
const maxToken = 8192;

// What is of another type is as if it were not there: the file is another program's.
const text = z.catch(z.optional(z.string()), undefined);

/** The keys of ours alone: the file holds those of other vendors too. */
const entrySchema = z.object({
  name: text,
  apiUrl: text,
  api_url: text,
  baseUrl: text,
  token: text,
  apiToken: text,
  api_token: text,
  trutoApiToken: text,
  defaultIntegratedAccount: z.catch(z.optional(z.union([z.string(), z.object({ id: z.string() })])), undefined),
});

/**
 * Reads the profile file of the Truto CLI: one environment at its top, or several, by name or as a list under `profiles`, or
 * by name at its top. Of several with one name all but the first get a number. Undefined when it is no JSON object. Never
 * throws.
 * @param usualName of an environment that has none
 */
export function readCliConfig(json: string, usualName: string): CliConfig | undefined {
  const config = parsed(json);
  if (!isRecord(config)) return undefined;
  const entries = [{ key: usualName, value: config, isSure: false }, ...entriesOf(config)];
  const profiles = new Map<string, CliProfile>();
  const refused: CliConfig['refused'][number][] = [];
  for (const { key, value, isSure } of entries.slice(0, maxCliProfiles)) {
    const entry = entrySchema.safeParse(value).data;
    if (!entry) continue;
    const name = [entry.name, key].map((named = '') => named.trim()).find((named) => named !== '') ?? usualName;
    const read = profileOf(name, entry);
    if (typeof read === 'object') add(profiles, read);
    // What may hold other things than an environment need not have a token.
    else if (isSure || read !== 'noToken') refused.push({ name: name.slice(0, maxName), reason: read });
  }
  const left = entries[maxCliProfiles];
  if (left) refused.push({ name: left.key.slice(0, maxName), reason: 'tooMany' });
  return { profiles: [...profiles.values()], refused };
}

/** Adds a profile under its name, or under the next one that is free; what is there already is not added again. */
function add(profiles: Map<string, CliProfile>, profile: CliProfile): void {
  let { name } = profile;
  for (let number = 2; profiles.has(name); number++) {
    const known = profiles.get(name);
    if (known?.token === profile.token && known.baseUrl === profile.baseUrl) return;
    const suffix = ` ${number}`;
    name = profile.name.slice(0, maxName - suffix.length) + suffix;
  }
  profiles.set(name, { ...profile, name });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
  /** Whether it can be nothing else than an environment. */
  readonly isSure: boolean;
}

function entriesOf(config: Readonly<Record<string, unknown>>): Entry[] {
  const { profiles } = config;
  if (Array.isArray(profiles)) return profiles.map((value: unknown) => ({ key: '', value, isSure: true }));
  if (isRecord(profiles)) return Object.entries(profiles).map(([key, value]) => ({ key, value, isSure: true }));
  return isMap(config) ? Object.entries(config).map(([key, value]) => ({ key, value, isSure: false })) : [];
}

/** Whether objects stand in it and nothing else, but for which of them is used: not among the keys of other vendors. */
const isMap = (config: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(config).every(([key, value]) => isRecord(value) || /^(current|active|default|version)/i.test(key));

function profileOf(name: string, entry: z.infer<typeof entrySchema>): CliProfile | CliRefusal {
  const token = (entry.token ?? entry.apiToken ?? entry.api_token ?? entry.trutoApiToken ?? '').trim();
  if (token === '') return 'noToken';
  if (token.length > maxToken || !/^[\x21-\x7e]+$/.test(token)) return 'unusableToken';
  if (name === '' || name.length > maxName) return 'unusableName';
  const url = entry.apiUrl ?? entry.api_url ?? entry.baseUrl;
  const checked = url === undefined ? undefined : checkBaseUrl(url);
  if (checked?.ok === false) return checked.reason;
  const named = entry.defaultIntegratedAccount;
  const account = typeof named === 'object' ? named.id : named;
  return {
    name,
    token,
    ...(checked && { baseUrl: checked.baseUrl }),
    ...(account !== undefined && { defaultAccount: account }),
  };
}
