import { WorkbookError } from '../errors';

/** No sandbox can be made on this machine. */
export class SandboxUnavailableError extends WorkbookError {
  override readonly name = 'SandboxUnavailableError';
  constructor(
    /** What failed. */
    readonly reason: string,
    /** What to do about it. */
    readonly cure: string,
  ) {
    super('SANDBOX_UNAVAILABLE', `Cannot make a sandbox: ${reason}; ${cure}`);
  }
}

/** A sandbox was asked for in a way that would not be one, or for what is not there. */
export class SandboxUsageError extends WorkbookError {
  override readonly name = 'SandboxUsageError';
  declare readonly code: 'SANDBOX_PATH_REFUSED' | 'SANDBOX_FILE_REFUSED' | 'COMMAND_MISSING';
}
