// Starts a sandbox and prints { baseUrl, token }: npm run sandbox -- [--port N] [--fault 'PATCH gateway502 3'] ...
import { parseArgs } from 'node:util';
import { readFault } from '../../src/sandbox/namedFaults';
import { startSandbox } from '../../src/sandbox/startSandbox';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    port: text,
    token: text,
    accounts: text,
    'users-per-account': text,
    'latency-ms': text,
    seed: text,
    fault: { ...text, multiple: true },
  },
});

function count(name: Exclude<keyof typeof values, 'token' | 'fault'>): number | undefined {
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
  quirkyAccounts: true,
};
const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
const faults = (values.fault ?? []).map(readFault);
const sandbox = await startSandbox(given);
for (const fault of faults) sandbox.inject(fault);
const { baseUrl, token } = sandbox;
console.log(JSON.stringify({ baseUrl, token }));
