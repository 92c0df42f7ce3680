import { Moment } from './moment';

/** In ms: what took longer to look up is looked up again, so many times at most. */
const maxLookAge = 500;
const maxLooks = 5;

/** Whether something is so at this moment: what was looked up before the computer slept says nothing of now. */
export async function nowHolds(look: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; ; tries++) {
    const asked = new Moment();
    const holds = await look();
    if (!holds || asked.ago() < maxLookAge || tries === maxLooks) return holds;
  }
}

/** Whether a process of this computer runs, also where it belongs to somebody else. What names no single process does not. */
export function isRunning(pid: unknown): boolean {
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
