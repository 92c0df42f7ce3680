// A window of its own that goes on with a job, to be killed at any moment. Prints a line when it is the owner, and what the job
// has come to at the end; `taken` where it is somebody else's.
import { JobFault } from '../../../../src/bulk/job/bulkJob';
import { JobTakenError } from '../../../../src/bulk/job/jobOwner';
import { AttemptFiles } from '../../../../src/updates/attemptFiles';
import { openJobWindow } from './jobUnderTest';

const [baseUrl = '', token = '', storage = '', jobId = '', maxAge = '90000', heartbeat = '15000'] =
  process.argv.slice(2);
const window = await openJobWindow(
  { baseUrl, token },
  {
    storage,
    maxAge: Number(maxAge),
    heartbeat: Number(heartbeat),
    readBackWaits: [5, 5],
    attempts: new AttemptFiles(storage, Number(maxAge)),
  },
);
try {
  const job = await window.jobs.resume(jobId, Date.now());
  console.log('owner');
  const end = await window.runner(job).run();
  console.log(JSON.stringify({ end, counts: job.state.counts, causes: Object.fromEntries(job.state.causes) }));
} catch (error) {
  if (error instanceof JobTakenError) console.log('taken');
  else if (error instanceof JobFault && error.code === 'over') {
    // Who was killed before had just come to the end.
    const { plan, state } = await window.jobs.read(jobId);
    await plan.close();
    const { counts, causes, mark: end } = state;
    console.log(JSON.stringify({ end, counts, causes: Object.fromEntries(causes) }));
  } else throw error;
}
