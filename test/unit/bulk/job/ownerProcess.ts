// A process that wants to own a job: `hold` keeps it until it is killed, `try` says that it is ready, tries it once when it is
// told to, and prints what came of it.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { JobOwner, JobTakenError } from '../../../../src/bulk/job/jobOwner';

const [folder = '', how] = process.argv.slice(2);
if (how === 'hold') {
  await JobOwner.acquire(folder);
  console.log('owner');
  await sleep(60_000);
}
console.log('ready');
await once(process.stdin, 'data');
try {
  await JobOwner.acquire(folder);
  console.log('owner');
  await sleep(60_000);
} catch (error) {
  if (!(error instanceof JobTakenError)) throw error;
  console.log('taken');
}
