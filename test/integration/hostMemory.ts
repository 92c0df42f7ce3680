import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const megabyte = 1024 * 1024;

/** Follows the memory of this process, which is the extension host. */
export function watchMemory(): { end(): { readonly heldMegabytes: number; readonly rssMegabytes: number } } {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = { held: held(), rss: process.memoryUsage().rss };
  let rss = 0;
  const look = setInterval(() => (rss = Math.max(rss, process.memoryUsage().rss)), 50);
  return {
    end: () => {
      clearInterval(look);
      return {
        heldMegabytes: Math.round((held() - before.held) / megabyte),
        rssMegabytes: Math.round((rss - before.rss) / megabyte),
      };
    },
  };
}
