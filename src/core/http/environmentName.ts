/** What the name of an environment says of it: `other` where nothing real can be harmed, undefined where it does not tell. */
export function stageOf(name: string): 'production' | 'other' | undefined {
  const words = name.toLowerCase().split(/[^a-z]+/);
  const index = words.findIndex((word) => productive.has(word));
  if (index >= 0) return negations.has(words[index - 1] ?? '') ? 'other' : 'production';
  return words.some((word) => unreal.has(word)) ? 'other' : undefined;
}

const productive: ReadonlySet<string> = new Set(['production', 'prod', 'prd', 'live']);

/** As in "non-production". */
const negations: ReadonlySet<string> = new Set(['non', 'not', 'pre', 'no']);

const unreal: ReadonlySet<string> = new Set([
  'staging',
  'stage',
  'stg',
  'sandbox',
  'development',
  'dev',
  'test',
  'testing',
  'qa',
  'uat',
  'demo',
  'preprod',
  'nonprod',
  'preproduction',
  'nonproduction',
]);
