import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson } from './files.mjs';
import { stateDir } from './paths.mjs';
import { bootId, startTime } from './processes.mjs';

const lockFile = path.join(stateDir, 'setup.lock');

/** Whether the process that wrote a lock is still the one running under that number. */
function holderLives(holder) {
  return holder?.boot === bootId() && startTime(holder.pid) === holder.started;
}

/**
 * Takes the lock of a dead process away, unless a living one has replaced it meanwhile.
 */
function removeStale(holder) {
  const aside = `${lockFile}.${process.pid}.stale`;
  try {
    fs.renameSync(lockFile, aside);
  } catch {
    return;
  }
  const taken = readJson(aside);
  if (taken && taken.token !== holder?.token && holderLives(taken)) {
    try {
      fs.linkSync(aside, lockFile);
    } catch {
      // A third process holds it by now: it will find out when it verifies.
    }
  }
  fs.rmSync(aside, { force: true });
}

/**
 * Waits until no other set-up works in this clone, then holds the lock. A lock left by a killed process is recognised
 * by its process number and start time.
 *
 * @param {(pid: number) => void} onWait Called once if another set-up is running.
 * @param {() => boolean} stopped Ends the waiting.
 * @returns {Promise<() => void>} Releases the lock.
 * @throws {Error} where the waiting was ended.
 */
export async function acquireLock(onWait, stopped) {
  fs.mkdirSync(stateDir, { recursive: true });
  const token = `${process.pid}-${startTime(process.pid)}-${Math.random()}`;
  const draft = `${lockFile}.${process.pid}.new`;
  const mine = { pid: process.pid, started: startTime(process.pid), boot: bootId(), token };
  fs.writeFileSync(draft, JSON.stringify(mine));
  let told = false;
  try {
    for (;;) {
      try {
        fs.linkSync(draft, lockFile);
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
        const holder = readJson(lockFile);
        if (!holderLives(holder)) {
          if (fs.existsSync(lockFile)) removeStale(holder);
          continue;
        }
        if (!told) onWait(holder.pid);
        told = true;
        await sleep(250);
        if (stopped()) throw new Error('Cannot set up: the waiting was interrupted');
        continue;
      }
      if (readJson(lockFile)?.token === token) break;
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
  return () => {
    if (readJson(lockFile)?.token === token) fs.rmSync(lockFile, { force: true });
  };
}
