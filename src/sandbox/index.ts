export { runSandboxed } from './run-sandboxed';
export { sandboxAvailable, type SandboxAvailability } from './available';
export type { SandboxOptions } from './options';
export type { SandboxLimit, SandboxLimits } from './limits';
export type { SandboxFile, SandboxReport } from './report';
export { SandboxUnavailableError, SandboxUsageError } from './sandbox-error';
export { workbookView } from './workbook-view';
