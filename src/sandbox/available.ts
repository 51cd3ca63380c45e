import { runSandboxed } from './run-sandboxed';
import { SandboxUnavailableError } from './sandbox-error';
import { WorkbookError } from '../errors';

/** Whether sandboxes can be made here; where not, why, and what to do. */
export interface SandboxAvailability {
  available: boolean;
  reason: string | null;
  cure: string | null;
}

let tried: Promise<SandboxAvailability> | null = null;

/** Runs `true` in a sandbox, once in the life of this process. */
export function sandboxAvailable(): Promise<SandboxAvailability> {
  tried ??= tryOnce();
  return tried;
}

async function tryOnce(): Promise<SandboxAvailability> {
  try {
    const { exitCode, limit, stderr } = await runSandboxed({ command: '/usr/bin/true' });
    if (exitCode === 0) return { available: true, reason: null, cure: null };
    const reason = `"true" ended with ${exitCode ?? limit} in it: ${stderr.trim()}`;
    return { available: false, reason, cure: 'see docs/sandbox.md' };
  } catch (error) {
    if (error instanceof SandboxUnavailableError) {
      return { available: false, reason: error.reason, cure: error.cure };
    }
    if (error instanceof WorkbookError) {
      return { available: false, reason: error.message, cure: 'run npm run setup' };
    }
    throw error;
  }
}
