import { Session, type Profiler } from 'node:inspector/promises';

/** In milliseconds. */
export interface Blocks {
  /** The longest stretch in which code of the folder, or what it called, was running. */
  readonly longestBlock: number;
  /** The same without the time in which the machine ran something else. */
  readonly longestWork: number;
  /** The longest delay of a timer that is due every two milliseconds. */
  readonly longestDelay: number;
}

const interval = 2;
/** Of the samples, in microseconds. */
const samplingInterval = 500;

/** Watches this thread while the work goes on. */
export async function followBlocks(folder: string, work: () => Promise<unknown>): Promise<Blocks> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: samplingInterval });
  await session.post('Profiler.start');
  const longestDelay = await followDelay(work);
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return {
    longestBlock: longestStretch(profile, folder, Infinity),
    // A sample that comes later than that was waiting for the processor, or for a file.
    longestWork: longestStretch(profile, folder, 2 * samplingInterval),
    longestDelay,
  };
}

async function followDelay(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - interval);
    last = now;
  }, interval);
  await work();
  clearInterval(timer);
  return longest;
}

/** In milliseconds; each sample counts for the time since the one before, `longestSample` microseconds at most. */
function longestStretch(
  { nodes, samples = [], timeDeltas = [] }: Profiler.Profile,
  folder: string,
  longestSample: number,
): number {
  const ours = new Set<number>();
  const collectors = new Set(
    nodes.filter(({ callFrame }) => callFrame.functionName === '(garbage collector)').map(({ id }) => id),
  );
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const add = (id: number, isOurs: boolean) => {
    const node = byId.get(id);
    const here = isOurs || (node?.callFrame.url.includes(`${folder}/dist/`) ?? false);
    if (here) ours.add(id);
    for (const child of node?.children ?? []) add(child, here);
  };
  if (nodes[0]) add(nodes[0].id, false);
  let longest = 0;
  let stretch = 0;
  samples.forEach((sample, index) => {
    // The collector's work counts when it stands within ours.
    stretch =
      ours.has(sample) || (stretch > 0 && collectors.has(sample))
        ? stretch + Math.min(timeDeltas[index] ?? 0, longestSample)
        : 0;
    longest = Math.max(longest, stretch);
  });
  return longest / 1000;
}
