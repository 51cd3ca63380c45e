/** Times that can be drawn. */
import { ApiUsageError } from '../../errors';

/** @throws {ApiUsageError} `TIME_INVALID` for anything but milliseconds from 0 */
export function checkMs(ms: number, of: string): void {
  if (ms >= 0 && ms < Infinity) return;
  throw new ApiUsageError('TIME_INVALID', `Cannot show the time of ${of}`, {
    expected: 'milliseconds, 0 or more',
    actual: String(ms),
  });
}
