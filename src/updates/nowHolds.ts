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
