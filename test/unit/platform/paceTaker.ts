// A window of its own as far as the pace goes: takes places and prints when it got each, in ms since 1970.
import { setTimeout as wait } from 'node:timers/promises';
import { SharedPacer } from '../../../src/platform/sharedPacer';

const [folder = '', account, places = '0', perAccount = '0', perToken = '0', windowMs = '0'] = process.argv.slice(2);
const pacer = new SharedPacer(folder, { windowMs: Number(windowMs), perAccount: Number(perAccount), perToken: Number(perToken) });
for (let taken = 0; taken < Number(places); ) {
  const waitMs = await pacer.take(account);
  if (waitMs > 0) {
    await wait(waitMs);
    continue;
  }
  taken += 1;
  console.log(Date.now());
}
