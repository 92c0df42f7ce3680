import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { VscodeServer } from './vscodeServer';

/** Lets `highest` count from here on: tests share a window, and others may have needed more. */
export function forgetHighestMemory(server: VscodeServer): void {
  if (process.platform === 'linux') writeFileSync(`/proc/${extensionHostPid(server)}/clear_refs`, '5');
}

/** The resident memory of a server's extension host in MB, now and at its highest. Undefined where there is no /proc. */
export function extensionHostMemory(
  server: VscodeServer,
): { readonly now: number; readonly highest: number } | undefined {
  if (process.platform !== 'linux') return undefined;
  const status = statusOf(extensionHostPid(server));
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { now: megabytes('VmRSS'), highest: megabytes('VmHWM') };
}

function extensionHostPid({ dataFolder }: VscodeServer): string {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.find(
    (pid) => commandLine(pid).includes('--type=extensionHost') && commandLine(parentOf(pid)).includes(dataFolder),
  );
  if (found === undefined) throw new Error('There is no extension host');
  return found;
}

function commandLine(pid: string): string {
  return read(`/proc/${pid}/cmdline`);
}

function parentOf(pid: string): string {
  return /^PPid:\s+(\d+)$/m.exec(statusOf(pid))?.[1] ?? '0';
}

function statusOf(pid: string): string {
  return read(`/proc/${pid}/status`);
}

/** '' for a process that is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
