/** What an error knows about the place where it happened. All of it is also in the message where it helps. */
export interface ErrorDetails {
  /** Name of the network layer. */
  layer?: string;
  /** `Name version N` of the plugin, as its creator is registered. */
  plugin?: string;
  /** The API method that was being called, or that refused. */
  method?: string;
  /** Name of the tensor. */
  tensor?: string;
  expected?: unknown;
  actual?: unknown;
  /** What the library logged meanwhile: kERROR and kINTERNAL_ERROR messages, oldest first. */
  logged?: readonly string[];
}

/**
 * Base of every error that this package throws. `code` is stable and meant for programs, the message for people: "Cannot <act>:
 * <state>", followed by what was expected, what came and what the library logged.
 */
export class WorkbookError extends Error {
  override readonly name: string = 'WorkbookError';
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(withDetails(message, details));
    this.code = code;
    this.details = details;
  }
}

/** The caller used the API in a way that TensorRT refuses: a missing name, a shape outside the profile, a destroyed object. */
export class ApiUsageError extends WorkbookError {
  override readonly name = 'ApiUsageError';
}

/** A plugin broke the plugin contract, or reported failure. */
export class PluginError extends WorkbookError {
  override readonly name = 'PluginError';
}

/** An engine file that cannot be used here. */
export class EngineFileError extends WorkbookError {
  override readonly name = 'EngineFileError';
}

/** The native library is missing, does not load, or a plugin library does not. */
export class LibraryError extends WorkbookError {
  override readonly name = 'LibraryError';
}

function withDetails(message: string, details: ErrorDetails): string {
  const parts: string[] = [];
  if (details.expected !== undefined) parts.push(`expected ${printable(details.expected)}`);
  if (details.actual !== undefined) parts.push(`actual ${printable(details.actual)}`);
  const said = parts.join('; ');
  const logged = details.logged?.length ? `\n  logged: ${details.logged.join('\n  logged: ')}` : '';
  if (said === '') return message + logged;
  // Words of TensorRT end with a full stop.
  return message.endsWith('.')
    ? `${message} ${said[0]?.toUpperCase()}${said.slice(1)}${logged}`
    : `${message}; ${said}${logged}`;
}

function printable(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
