import type { Run } from '../evidence';
import { endedWell } from '../evidence';
import type { LibraryFacts } from '../library/library-facts';
import { endingCall, placeOf } from './call';
import { guiltyFrame } from '../../frame';
import { faultObserved, faultSaid, type Message } from './message';
import type { Fault } from '../mistake';
import type { Step } from './step';

const MESSAGES: readonly Message[] = [
  [
    /does not contain getCreators|getCreators could not be loaded|getPluginCreators could not/,
    'no-get-creators',
  ],
  [/exists already|already registered/i, 'registered-twice'],
  [
    /undefined symbol: (getPluginRegistry|getLogger|createInfer\w+|getBuilderPluginRegistry)\b/,
    'not-linked',
  ],
  [/undefined symbol: /, 'undefined-symbol'],
  [
    /invalid ELF header|file too short|wrong ELF class|only ET_DYN|not a shared/,
    'no-shared-library',
  ],
  [/cannot open shared object file/, 'library-missing'],
  [/LIBRARY_NOT_LOADED|Cannot load plugin library|Unable to load library/, 'not-loaded'],
];
const INSIDE_DLOPEN =
  /^(call_init|_dl_init|__?dl_?open\w*|_dl_open|dlopen\w*|getCreators|getPluginCreators)\b/;

/** The library comes into the process. */
export const load: Step = {
  name: 'load',
  question: { en: 'Does the library load?', zh: '库能加载吗？' },
  look: {
    en: 'readelf -d, nm -D, ldd -r; then dlopen and loadLibrary in a process of its own',
    zh: 'readelf -d、nm -D、ldd -r；再在单独的进程里 dlopen 和 loadLibrary',
  },
  reached: ({ trace, libraries, observations }) =>
    trace.length > 0 || libraries.length > 0 || observations.length > 0,
  judge: (run) =>
    diedWhileLoading(run) ??
    faultOfFile(run) ??
    faultSaid(run, 'load', MESSAGES) ??
    faultObserved(run, 'load', ['not-loaded', 'no-get-creators', 'registered-twice', 'not-linked']),
};

function diedWhileLoading(run: Run): Fault | null {
  if (!run.crash || endingCall(run)) return null;
  const inside = run.backtrace?.find(
    ({ function: name }) => name !== null && INSIDE_DLOPEN.test(name.replace(/^.*::/, '')),
  );
  if (!inside) return null;
  const place = placeOf(guiltyFrame(run.backtrace));
  return {
    step: 'load',
    mistake: run.limit === 'time' ? 'hang-while-loading' : 'crash-while-loading',
    saw: [`${run.crash.signal}: ${run.crash.what}`, ...(place ? [`at ${place}`] : [])],
    ...(place ? { place } : {}),
  };
}

/** What the file itself says; in a run that went well it did no harm. */
function faultOfFile(run: Run): Fault | null {
  if (endedWell(run)) return null;
  for (const facts of run.libraries) {
    const found = fileFault(facts);
    if (found) return { step: 'load', mistake: found.mistake, saw: found.saw };
  }
  return null;
}

/** What is wrong with a file whatever is done with it. */
export function fileFault(facts: LibraryFacts): { mistake: string; saw: string[] } | null {
  const { path, kind } = facts;
  if (kind === 'missing') return { mistake: 'not-there', saw: [path] };
  if (kind !== 'shared') return { mistake: 'no-shared-library', saw: [`${path}: ${KINDS[kind]}`] };
  if (facts.missingLibraries.length > 0) {
    const missing = facts.missingLibraries.join(', ');
    return { mistake: 'library-missing', saw: [`${path} needs ${missing}: not found`] };
  }
  const [symbol] = facts.undefinedSymbols;
  if (symbol !== undefined) {
    const ofTensorRT = facts.undefinedSymbols.find((name) =>
      /^getPluginRegistry$|^getLogger$|nvinfer1|^createInfer/.test(name),
    );
    const linked = facts.needed.some((name) => name.startsWith('libnvinfer.so'));
    return {
      mistake: ofTensorRT && !linked ? 'not-linked' : 'undefined-symbol',
      saw: [
        `undefined symbol: ${ofTensorRT ?? symbol} (ldd -r ${path})`,
        `NEEDED: ${facts.needed.join(', ') || 'nothing'}`,
      ],
    };
  }
  if (
    facts.entryPoints.length === 0 &&
    facts.unreachableEntryPoints.length > 0 &&
    !facts.usesRegistry
  ) {
    const names = facts.unreachableEntryPoints.join(', ');
    return {
      mistake: 'no-get-creators',
      saw: [`${names}: in the library, but with C++ linkage or hidden (nm -D does not list it)`],
    };
  }
  return null;
}

const KINDS: Record<LibraryFacts['kind'], string> = {
  shared: 'a shared library',
  missing: 'is not there',
  archive: 'a static library (an archive)',
  object: 'an object file',
  program: 'a program, not a shared library',
  otherMachine: 'made for another machine',
  cutOff: 'an ELF file that is cut off or destroyed',
  other: 'no ELF file',
};
