import type { Severity } from '../runtime/enums';
import { SEVERITIES } from '../runtime/enums';

/** A line for the log of `workbook perf`, and how severe it is. */
export interface LogLine {
  severity: Severity;
  text: string;
}

/** trtexec's letters, by severity. */
const LETTERS = ['F', 'E', 'W', 'I', 'V'] as const;

/** `[09/18/2023-09:54:19] [I] text`, in local time. @see logging.h 10.6 */
export function logLine({ severity, text }: LogLine, now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(now.getMonth() + 1)}/${two(now.getDate())}/${now.getFullYear()}`;
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':');
  return `[${day}-${time}] [${LETTERS[SEVERITIES.indexOf(severity)] ?? 'I'}] ${text}`;
}

/** Lines that say what is. */
export const info = (...texts: string[]): LogLine[] =>
  texts.map((text) => ({ severity: 'kINFO', text }));

/** Lines that the reader should not miss; they go to standard error. */
export const warning = (...texts: string[]): LogLine[] =>
  texts.map((text) => ({ severity: 'kWARNING', text }));
