import { BulkRuns } from './bulkRuns';
import type { BulkServices } from './bulkServices';
import { JobCommands } from './jobCommands';
import { JobTree } from './jobTree';

/** What is behind the view of jobs. */
export function openJobs(services: BulkServices) {
  const runs = new BulkRuns(services);
  return { runs, commands: new JobCommands(runs, services), tree: new JobTree(() => runs.list()) };
}
