import { basename } from 'node:path';
import { mappingOf, type RawCrash } from '../post-mortem/crash-file';
import type { Variables } from './gdb-variables';
import { variablesOf } from './gdb-variables';
import { GdbSession } from './gdb-session';
import { kindOf } from '../post-mortem/library-kind';
import { miText, miTuples, type MiTuple } from './mi-output';

/** What a debugger saw of a function. */
export interface InspectedFrame extends Variables {
  function: string;
}

/** What a debugger saw: the functions at each address, the innermost inlined one first. */
export interface Inspection {
  frames: Map<bigint, InspectedFrame[]>;
  /** Why it saw nothing, in gdb's words. */
  failure: string | null;
}

const MOST_MS = 10_000;
/** Functions of the plugin whose variables are read, the innermost ones. */
const MOST_FRAMES = 6;
const MOST_LEVELS = 120;
/** How values are printed; and nothing of the other process is run. */
const SETTINGS = [
  'confirm off',
  'pagination off',
  'may-call-functions off',
  'auto-solib-add off',
  // The system's libraries' own debug information is large, and not what is looked for.
  'debug-file-directory /nonexistent',
  'auto-load libthread-db off',
  'print elements 24',
  'print repeats 4',
  'print max-depth 3',
  'print static-members off',
  'print symbol off',
  'max-value-size 65536',
];

/** Looks at a process that waits in its crash reporter: arguments and variables of the plugin's functions. */
export async function inspect(crash: RawCrash): Promise<Inspection> {
  const gdb = new GdbSession(MOST_MS);
  try {
    for (const setting of SETTINGS) await gdb.ask(`-gdb-set ${setting}`);
    const program = crash.mappings.find(({ path }) => path.startsWith('/'))?.path ?? '';
    // Reading Node's own symbols takes longer than everything else.
    if (kindOf(program) === 'node') await gdb.ask(`-file-exec-file "${program}"`);
    const attached = await gdb.ask(`-target-attach ${crash.process}`);
    if (attached.class === 'error') {
      return { frames: new Map(), failure: miText(attached.results['msg']) };
    }
    await loadSymbols(gdb, crash);
    return { frames: await inspectFrames(gdb, crash), failure: null };
  } finally {
    await gdb.close();
  }
}

/** Symbols only of what is on the way from the handler to the plugin's functions. */
async function loadSymbols(gdb: GdbSession, crash: RawCrash): Promise<void> {
  const onTheWay = new Set(crash.frames.map(({ address }) => libraryAt(crash, address)));
  const handlers = /^(libc[-.]|libstdc\+\+|libgcc_s|libworkbook_(crash|cudart)\.)/;
  for (const { path } of crash.mappings) {
    if (handlers.test(basename(path))) onTheWay.add(path);
  }
  for (const library of onTheWay) {
    if (
      library === null ||
      (['node', 'host'].includes(kindOf(library)) && !handlers.test(basename(library)))
    )
      continue;
    // By its name: gdb may know it by another path.
    const [name] = basename(library).split('.so');
    const pattern = `/${name ?? ''}`.replace(/[^\w/-]/g, '.');
    await gdb.ask(`-interpreter-exec console "sharedlibrary ${pattern}"`);
  }
}

function libraryAt({ mappings }: RawCrash, address: bigint): string | null {
  const path = mappingOf(mappings, address)?.path ?? '';
  return path.startsWith('/') ? path : null;
}

async function inspectFrames(
  gdb: GdbSession,
  crash: RawCrash,
): Promise<Map<bigint, InspectedFrame[]>> {
  const thread = await threadOf(gdb, crash.thread.id);
  const listed = await gdb.results(`-stack-list-frames --thread ${thread} 0 ${MOST_LEVELS}`);
  const frames = new Map<bigint, InspectedFrame[]>();
  const wanted = new Set(
    crash.frames
      .map(({ address }) => address)
      .filter((address) => kindOf(libraryAt(crash, address) ?? 'node') === 'plugin'),
  );
  let read = 0;
  let previous: bigint | null = null;
  for (const frame of miTuples(listed?.['stack'])) {
    const address = addressOf(frame);
    // Inlined functions share an address; a function that calls itself comes back to one that is known.
    const known = frames.has(address) && previous !== address;
    previous = address;
    if (!wanted.has(address) || known || read >= MOST_FRAMES) continue;
    read += 1;
    const level = miText(frame['level']);
    const variables = await variablesOf(gdb, thread, level);
    const seen = { function: miText(frame['func']), ...variables };
    frames.set(address, [...(frames.get(address) ?? []), seen]);
  }
  return frames;
}

function addressOf(frame: MiTuple): bigint {
  const text = miText(frame['addr']);
  return /^0x[\da-f]+$/.test(text) ? BigInt(text) : 0n;
}

/** gdb's number of a thread. */
async function threadOf(gdb: GdbSession, id: number): Promise<string> {
  const listed = await gdb.results('-thread-info');
  const found = miTuples(listed?.['threads']).find((thread) =>
    new RegExp(`\\b(LWP|process) ${id}\\b`).test(miText(thread['target-id'])),
  );
  return miText(found?.['id']) || '1';
}
