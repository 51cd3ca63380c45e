import fs from 'node:fs';

let boot;

/** Tells one start of the machine from another; process numbers mean nothing across it. */
export function bootId() {
  boot ??= readOr('/proc/sys/kernel/random/boot_id', 'unknown').trim();
  return boot;
}

/** When a process started, in clock ticks since boot; undefined where it does not live. */
export function startTime(pid) {
  const stat = readOr(`/proc/${pid}/stat`, '');
  // The name in parentheses may hold anything, so fields are counted from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

/**
 * Kills what a killed set-up left running: its children carry a mark in their environment.
 *
 * @param {string} mark As in `WORKBOOK_SETUP=mark`.
 * @returns {number} How many were killed.
 */
export function killMarked(mark) {
  let killed = 0;
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (Number(pid) === process.pid) continue;
    if (!readOr(`/proc/${pid}/environ`, '').split('\0').includes(`WORKBOOK_SETUP=${mark}`))
      continue;
    try {
      process.kill(Number(pid), 'SIGKILL');
      killed += 1;
    } catch {
      // It ended by itself.
    }
  }
  return killed;
}

function readOr(file, otherwise) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
