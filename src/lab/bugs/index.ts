import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiUsageError } from '../../errors';
import { runInChild } from '../child';
import { runCommand } from '../command';
import type { Bug, ReproduceArgument, Side } from './bug';
import { buildSide, placeOf, sourceOf } from './build';
import { unexpected, type BugReport } from './expectation';
import { bug as pluginNotFound } from './01-plugin-not-found';
import { bug as notLoadedAtRunTime } from './02-not-loaded-at-run-time';
import { bug as noSupportedFormat } from './03-no-supported-format';
import { bug as quantizedTooLate } from './04-quantized-too-late';
import { bug as oldBaseClass } from './05-old-base-class';
import { bug as noGetCreators } from './06-no-get-creators';
import { bug as registeredTwice } from './07-registered-twice';
import { bug as notLinked } from './08-not-linked';
import { bug as doubleFree } from './09-double-free';
import { bug as twoCopiesOfStaticState } from './10-two-copies-of-static-state';
import { bug as namespaceOfTheClone } from './11-namespace-of-the-clone';
import { bug as nullString } from './12-null-string';
import { bug as fieldNamesAsFields } from './13-field-names-as-fields';
import { bug as emptyFieldList } from './14-empty-field-list';
import { bug as fieldOfFreedMemory } from './15-field-of-freed-memory';
import { bug as staleEngine } from './16-stale-engine';
import { bug as workspaceIsNull } from './17-workspace-is-null';
import { bug as kernelOutOfBounds } from './18-kernel-out-of-bounds';
import { bug as noImplementation } from './19-no-implementation';
import { bug as synchroniseWhileCapturing } from './20-synchronise-while-capturing';
import { bug as factorOfOneDimension } from './21-factor-of-one-dimension';
import { bug as factorNotSet } from './22-factor-not-set';
import { bug as hangInBuild } from './23-hang-in-build';
import { bug as boolSerialisedAsInt32 } from './24-bool-serialised-as-int32';
import { bug as int64OutputLabelledInt32 } from './25-int64-output-labelled-int32';
import { bug as launchThatNeverRan } from './26-launch-that-never-ran';
import { bug as emptyTensor } from './27-empty-tensor';
import { bug as throwInNoexcept } from './28-throw-in-noexcept';
import { bug as buffersSwapped } from './29-buffers-swapped';
import { bug as deviceMemoryReadByTheHost } from './30-device-memory-read-by-the-host';
import { bug as hostMemoryReadByAKernel } from './31-host-memory-read-by-a-kernel';

export type { Bug, Side } from './bug';
export type { BugReport, Expectation } from './expectation';

const BUGS: readonly Bug[] = [
  pluginNotFound,
  notLoadedAtRunTime,
  noSupportedFormat,
  quantizedTooLate,
  oldBaseClass,
  noGetCreators,
  registeredTwice,
  notLinked,
  doubleFree,
  twoCopiesOfStaticState,
  namespaceOfTheClone,
  nullString,
  fieldNamesAsFields,
  emptyFieldList,
  fieldOfFreedMemory,
  staleEngine,
  workspaceIsNull,
  kernelOutOfBounds,
  noImplementation,
  synchroniseWhileCapturing,
  factorOfOneDimension,
  factorNotSet,
  hangInBuild,
  boolSerialisedAsInt32,
  int64OutputLabelledInt32,
  launchThatNeverRan,
  emptyTensor,
  throwInNoexcept,
  buffersSwapped,
  deviceMemoryReadByTheHost,
  hostMemoryReadByAKernel,
];

/** How a side of a bug ended. */
export interface Reproduction {
  bug: Bug;
  side: Side;
  report: BugReport;
  /** What of the report is not as the bug says, in words; empty where all is. */
  unexpected: string[];
}

/** The mistakes that people make with plugins, in the order of their numbers. */
export function bugs(): readonly Bug[] {
  return BUGS;
}

/**
 * A bug by its name (`09-double-free`), its number, or both apart (`double-free`, `9`).
 * @throws {ApiUsageError} `BUG_UNKNOWN` with the names there are
 */
export function bugNamed(name: string | number): Bug {
  const wanted = String(name);
  const found = BUGS.find(
    (bug) => bug.name === wanted || bug.name.slice(3) === wanted || String(bug.number) === wanted,
  );
  if (found) return found;
  throw new ApiUsageError('BUG_UNKNOWN', `Cannot find bug "${wanted}": there is none`, {
    expected: BUGS.map((bug) => bug.name).join(', '),
    actual: wanted,
  });
}

/** The source that differs between the sides: a plugin, a host program or a recipe. @throws {ApiUsageError} `BUG_UNKNOWN` */
export function bugSource(name: string | number, side: Side): string {
  return readFileSync(sourceOf(bugNamed(name), side), 'utf8');
}

/**
 * Builds a side of a bug and runs it in a process of its own.
 *
 * @returns always once it is built, whatever happens in the process
 * @throws {ApiUsageError} `BUG_UNKNOWN` @throws {BuildError} where it does not compile
 * @example
 * ```ts
 * const { report } = await reproduceBug('double-free', 'broken');
 * report.signal; // 'SIGABRT'
 * ```
 */
export async function reproduceBug(name: string | number, side: Side): Promise<Reproduction> {
  const bug = bugNamed(name);
  const argument = { ...(await buildSide(bug, side)), host: join(__dirname, 'host.js') };
  const report = await run(bug, argument, side === 'broken' ? bug.timeMs : undefined);
  const place = side === 'broken' ? placeOf(bug) : null;
  return { bug, side, report, unexpected: unexpected(report, bug.expected[side], place) };
}

/** More than a machine that is busy with other things needs. */
const LONGEST_MS = 30_000;

function run(
  { reproduce }: Bug,
  argument: ReproduceArgument,
  timeMs = LONGEST_MS,
): Promise<BugReport> {
  return typeof reproduce === 'function'
    ? runInChild(reproduce, argument, { timeMs })
    : runCommand(reproduce.command(argument), { timeMs });
}
