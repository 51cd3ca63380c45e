import type { Severity } from './enums';

/** Receives every message of the library and of plugins, as `nvinfer1::ILogger` does. */
export type Logger = (severity: Severity, message: string) => void;

const listeners = new Set<Logger>();

/** Hands a message to everyone who listens. The native library calls this. A listener that throws does not keep it from the others. */
export function log(severity: Severity, message: string): void {
  const failures: unknown[] = [];
  for (const listener of [...listeners]) {
    try {
      listener(severity, message);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Adds a logger. @returns a function that removes it. */
export function addLogger(logger: Logger): () => void {
  listeners.add(logger);
  return () => listeners.delete(logger);
}

/**
 * Runs `act` and collects the errors logged meanwhile: TensorRT reports a failure as a null or false result, and the reason only in
 * the log.
 */
export function collectErrors<Result>(act: () => Result): { result: Result; errors: string[] } {
  const errors: string[] = [];
  const remove = addLogger((severity, message) => {
    if (severity === 'kERROR' || severity === 'kINTERNAL_ERROR') errors.push(message);
  });
  try {
    return { result: act(), errors };
  } finally {
    remove();
  }
}
