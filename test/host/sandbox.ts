// Starts a sandbox and prints { baseUrl, token }: npm run sandbox -- [--port N] [--accounts N] [--seed N] ...
import { parseArgs } from 'node:util';
import { startSandbox } from '../../src/sandbox/startSandbox';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { port: text, token: text, accounts: text, 'users-per-account': text, 'latency-ms': text, seed: text },
});

function count(name: Exclude<keyof typeof values, 'token'>): number | undefined {
  const value = values[name];
  if (value !== undefined && !/^\d+$/.test(value)) throw new Error(`--${name} takes a number, not "${value}"`);
  return value === undefined ? undefined : Number(value);
}

const options = {
  port: count('port'),
  token: values.token,
  accounts: count('accounts'),
  usersPerAccount: count('users-per-account'),
  latencyMs: count('latency-ms'),
  seed: count('seed'),
};
const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
const { baseUrl, token } = await startSandbox(given);
console.log(JSON.stringify({ baseUrl, token }));
