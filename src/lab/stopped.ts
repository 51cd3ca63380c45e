import type { Limit } from './limits';

/** What each limit makes of a run. */
export const STOPPED = {
  time: 'timedOut',
  cpu: 'timedOut',
  memory: 'outOfMemory',
  addressSpace: 'outOfMemory',
  processes: 'tooManyProcesses',
} as const satisfies Record<Limit, string>;
