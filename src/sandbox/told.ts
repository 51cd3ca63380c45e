import { constants } from 'node:os';
import type { Limit } from '../lab/limits';
import { signalName } from '../lab/process/signals';

/** What the supervisor of a sandbox said: it is outside, and believed. */
export interface SupervisorWords {
  /** An errno: bubblewrap could not be started. */
  failed: number | null;
  limit: Limit | null;
  cpuMs: number;
  peakBytes: number;
}

export function readSupervisor(text: string): SupervisorWords {
  const words: SupervisorWords = { failed: null, limit: null, cpuMs: 0, peakBytes: 0 };
  for (const line of text.split('\n')) {
    const [what, first = '', second = '', third = ''] = line.split(' ');
    if (what === 'failed') words.failed = Number(first);
    if (what === 'limit') words.limit = first as Limit;
    if (what !== 'ended') continue;
    words.peakBytes = Number(second);
    words.cpuMs = Number(third) / 1000;
  }
  return words;
}

/** What the launcher said: how the command ended; nothing where it was ended with the command. */
export interface LauncherWords {
  /** Why the command could not be started: `ENOENT`, … */
  failed: string | null;
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  leftRunning: number;
}

export function readLauncher(text: string): LauncherWords {
  const words: LauncherWords = { failed: null, exitCode: null, signal: null, leftRunning: 0 };
  for (const line of text.split('\n')) {
    const [what, first = '', second = ''] = line.split(' ');
    if (what === 'failed') words.failed = errnoName(Number(first));
    if (what !== 'ended') continue;
    const status = Number(first);
    const number = status & 0x7f;
    words.signal = number === 0 ? null : signalName(number);
    words.exitCode = number === 0 ? (status >> 8) & 0xff : null;
    words.leftRunning = Number(second);
  }
  if (words.failed === null && words.exitCode === null) words.signal ??= 'SIGKILL';
  return words;
}

function errnoName(number: number): string {
  const found = Object.entries(constants.errno).find(([, value]) => value === number);
  return found?.[0] ?? `errno ${number}`;
}
