// A window of its own that sends updates of one account as fast as the shared pace lets it. Prints how many were refused with
// 429, when each request left (in ms since this computer was started), and when the last response came.
import { TrutoClient } from '../../../src/api/trutoClient';
import { SharedPacer } from '../../../src/platform/sharedPacer';

const [baseUrl = '', token = '', accountId = '', folder = '', ...numbers] = process.argv.slice(2);
const [count = 0, concurrency = 1, perAccount = 0, windowMs = 0] = numbers.map(Number);
const now = () => Number(process.hrtime.bigint() / 1_000_000n);
const left: number[] = [];
let refused = 0;
const client = new TrutoClient({
  baseUrl,
  getToken: () => Promise.resolve(token),
  fetch: (input, init) => {
    left.push(now());
    return fetch(input, init);
  },
  timeoutSeconds: () => 30,
  pacer: new SharedPacer(folder, { windowMs, perAccount, perToken: 10 * perAccount }),
  onRequest: ({ status }) => {
    if (status === 429) refused += 1;
  },
});
let next = 0;
const sendAll = async () => {
  while (next < count) {
    const bodyJson = JSON.stringify({ title: `${process.pid} ${next++}` });
    const update = { accountId, userId: 'usr_ada', query: {}, bodyJson, idempotencyKey: crypto.randomUUID() };
    await client.updateUser(update);
  }
};
await Promise.all(Array.from({ length: concurrency }, sendAll));
console.log(JSON.stringify({ refused, left, endedAt: now() }));
