import { readlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { placesOf, type Place } from './addr2line';
import { mappingOf, type RawCrash, type RawFrame } from './crash-file';
import { ElfFile } from './elf';
import { foldFrames } from './fold-frames';
import type { Frame, FrameKind } from '../frame';
import type { InspectedFrame, Inspection } from '../gdb/gdb-inspection';
import { kindOf, kindOfPlace } from './library-kind';
import { nameOfText } from '../../cell/shown-path';
import { sourceAround } from './source-lines';

/** A raw frame with the library that it is in. */
interface Located {
  frame: RawFrame;
  /** null for code that is in no file. */
  library: string | null;
  /** The address by which the library's debug information knows it. */
  address: bigint;
}

const NOWHERE: Place = { function: null, file: null, line: null };

/**
 * Names, files and lines for the addresses of a crash, inlined functions included, with the lines of source around those of the plugin.
 * Must be called while the libraries that the process had loaded are still where they were.
 */
export async function symbolise(crash: RawCrash, inspection: Inspection | null): Promise<Frame[]> {
  const files = new Map<string, ElfFile>();
  const located = crash.frames.flatMap((frame) => locate(crash, frame, files));
  const places = await findPlaces(located, files);
  const frames = located.flatMap((each) => framesAt(each, places(each), inspection));
  return readableFrames(frames, crash.skipped);
}

/** Frames with what repeats folded, and with the plugin's source. */
export function readableFrames(
  frames: readonly Frame[],
  skipped: RawCrash['skipped'] = null,
): Frame[] {
  return foldFrames(frames, skipped).map(withSource);
}

function locate(crash: RawCrash, frame: RawFrame, files: Map<string, ElfFile>): Located[] {
  const mapping = mappingOf(crash.mappings, frame.address);
  // A return address is behind the call; the call is what is meant.
  const address = frame.exact ? frame.address : frame.address - 1n;
  const isCode = mapping?.permissions.includes('x') ?? false;
  // Beyond the first function of a thread there is nothing.
  if (!isCode && !frame.exact) return [];
  const library = isCode && mapping?.path ? mapping.path : null;
  if (!mapping || !library?.startsWith('/')) return [{ frame, library, address }];
  if (kindOf(library) !== 'node' && !files.has(library)) files.set(library, new ElfFile(library));
  const offset = address - mapping.begin + mapping.offset;
  return [{ frame, library, address: files.get(library)?.addressOfOffset(offset) ?? offset }];
}

/** Asks for all addresses of a library at once. */
async function findPlaces(
  located: readonly Located[],
  files: ReadonlyMap<string, ElfFile>,
): Promise<(of: Located) => Place[]> {
  const found = new Map<string, Map<bigint, Place[]>>();
  const ask = async (library: string): Promise<void> => {
    const addresses = located.filter((each) => each.library === library);
    const distinct = new Set(addresses.map(({ address }) => address));
    found.set(library, await placesOf(library, [...distinct]));
  };
  await Promise.all([...files.keys()].map(ask));
  return ({ library, address }) => {
    const places = found.get(library ?? '')?.get(address) ?? [];
    const guessed = places.every(({ file }) => file === null);
    const certain = !guessed || files.get(library ?? '')?.hasSymbolAt(address);
    return places.length > 0 && certain ? places : [NOWHERE];
  };
}

function framesAt(
  { library, address, frame }: Located,
  places: Place[],
  inspection: Inspection | null,
): Frame[] {
  const seen = inspection?.frames.get(frame.address) ?? [];
  const kind = library === null ? codeWithoutFile(frame) : kindOf(library);
  const base = {
    library: library === null ? null : originalPath(library),
    address: `0x${address.toString(16)}`,
  };
  return places.map((place, at) => ({
    ...place,
    ...base,
    kind: kindOfPlace(place) ?? kind,
    ...(at < places.length - 1 ? { inlined: true as const } : {}),
    ...(seen[at] ? inspected(place, seen[at]) : {}),
  }));
}

/** What gdb adds. Of an inlined function without a symbol it alone knows the name. */
function inspected(place: Place, seen: InspectedFrame): Partial<Frame> {
  return {
    function:
      place.function?.includes(seen.function) || seen.function.startsWith('operator')
        ? place.function
        : seen.function,
    ...(seen.arguments.length > 0 ? { arguments: seen.arguments } : {}),
    ...(seen.locals.length > 0 ? { locals: seen.locals } : {}),
  };
}

/** Compiled JavaScript is called, and calls; what is being executed and is in no library may be anything. */
function codeWithoutFile({ exact }: RawFrame): FrameKind {
  return exact ? 'system' : 'node';
}

/** The registry loads a copy of a library, beside which a link called `origin` leads to the library's own folder. */
export function originalPath(library: string): string {
  try {
    return join(readlinkSync(join(dirname(library), 'origin')), basename(library));
  } catch {
    return library;
  }
}

function withSource(frame: Frame): Frame {
  if (frame.kind !== 'plugin' || frame.file === null || frame.line === null) return frame;
  const source = sourceAround(frame.file, frame.line);
  const shown = { ...frame, file: nameOfText(frame.file) ?? frame.file };
  return source.length > 0 ? { ...shown, source } : shown;
}
