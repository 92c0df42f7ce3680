// A window of its own as far as the pace goes: asks for places at one point in time, and prints how many it got.
import { SharedPacer } from '../../../src/platform/sharedPacer';

const [folder = '', account, ...numbers] = process.argv.slice(2);
const [tries = 0, perAccount = 0, perToken = 0, windowMs = 0, now = 0] = numbers.map(Number);
const pacer = new SharedPacer(folder, { windowMs, perAccount, perToken }, () => now);
let got = 0;
for (let made = 0; made < tries; made += 1) if ((await pacer.take(account)) === 0) got += 1;
console.log(got);
