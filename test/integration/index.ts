import { noteCoverage } from '../host/rawCoverage';
import { markConsole } from '../host/suiteOutput';

/** The entry of the integration tests inside the extension host. */
export async function run(): Promise<void> {
  markConsole();
  const { runMocha } = await import('../host/runMocha'); // Mocha keeps the console that it finds on loading.
  const { failed } = await runMocha('integration');
  noteCoverage();
  if (failed > 0) throw new Error(`${failed} failed`);
}
