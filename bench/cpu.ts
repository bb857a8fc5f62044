import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** CPU time a process used so far, ms, children it has waited for included. 0 when it is gone. */
export function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    // utime stime cutime cstime are fields 14 to 17 of proc(5), counted from 1; two are cut off before.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return (ticks * 1_000) / ticksPerSecond;
  } catch {
    return 0;
  }
}

/** CPU time of a process and of those it started that still run, ms. */
export function cpuOfTree(root: number): number {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const fields = readFileSync(`/proc/${entry}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      parents.set(Number(entry), Number(fields[1]));
    } catch {
      // It ended between the listing and the reading.
    }
  }
  let sum = cpuOf(root);
  for (const [pid] of parents) {
    for (let up = parents.get(pid); up !== undefined && up > 1; up = parents.get(up)) {
      if (up !== root) continue;
      sum += cpuOf(pid);
      break;
    }
  }
  return sum;
}

/** Resident memory of a process, bytes. */
export function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
