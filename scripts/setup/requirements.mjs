import fs from 'node:fs';
import path from 'node:path';
import { findCompiler } from './compiler.mjs';
import { readJson, writeFileAtomically } from './files.mjs';
import { installHint } from './install-hint.mjs';
import { root, stateDir } from './paths.mjs';
import { findPython } from './python.mjs';

const cacheFile = path.join(stateDir, 'machine.json');

/** Free space that a first set-up needs: packages, the Python environment, the build and what pip unpacks. */
const firstSetUpBytes = 1.2e9;

/** Something that must be there is not. `problems` are sentences, `cures` commands or sentences. */
export class RequirementError extends Error {
  constructor(problems) {
    super(problems.map(({ problem }) => problem).join('\n'));
    this.name = 'RequirementError';
    this.problems = problems;
  }
}

/** Tells whether the program behind a path is still the one that was looked at. */
function identity(file) {
  try {
    const real = fs.realpathSync(file);
    const { mtimeMs, size } = fs.statSync(real);
    return `${real} ${mtimeMs} ${size}`;
  } catch {
    return undefined;
  }
}

const environment = () => [process.env.PATH, process.env.PYTHON, process.env.CXX].join('\n');

function cached() {
  const known = readJson(cacheFile);
  if (!known || known.environment !== environment()) return undefined;
  const same = (found, file) => found.identity !== undefined && found.identity === identity(file);
  if (!same(known.python, known.python.executable) || !same(known.compiler, known.compiler.file))
    return undefined;
  return known;
}

/**
 * What the machine offers, or everything that is missing at once.
 *
 * @returns {Promise<{ python: object, compiler: { file: string, version: string } }>}
 * @throws {RequirementError}
 */
export async function checkMachine() {
  checkSystem();
  const known = cached();
  if (known) return known;
  const [{ python, problem, seen }, { compiler, seen: compilers }] = await Promise.all([
    findPython(),
    findCompiler(),
  ]);
  const problems = [];
  if (!python) problems.push(pythonProblem(problem, seen));
  if (!compiler) problems.push(compilerProblem(compilers));
  if (problems.length > 0) {
    const missing = problems.flatMap(({ missing: names }) => names);
    throw new RequirementError([
      ...problems.map(({ problem: text }) => ({ problem: text })),
      { cure: installHint(missing) },
    ]);
  }
  const machine = {
    environment: environment(),
    python: { ...python, identity: identity(python.executable) },
    compiler: { ...compiler, identity: identity(compiler.file) },
  };
  writeFileAtomically(cacheFile, JSON.stringify(machine, null, 2));
  return machine;
}

function pythonProblem(problem, seen) {
  const list = seen.length > 0 ? ` (found: ${seen.join(', ')})` : '';
  if (problem === 'bare') {
    return {
      problem: `Python cannot make an environment: it has neither venv with ensurepip, nor pip, nor virtualenv${list}.`,
      missing: ['venv'],
    };
  }
  const what = problem === 'old' ? 'is too old' : 'is missing';
  return {
    problem:
      `Python ${what}: 3.10 or newer is needed${list}. PYTHON=/path/to/python3 names one that is not in PATH;` +
      ` where the system's own is older, install another beside it (python3.12, pyenv, conda).`,
    missing: ['python', 'venv'],
  };
}

function compilerProblem(seen) {
  const list = seen.length > 0 ? ` (cannot compile and link C++17: ${seen.join(', ')})` : '';
  return {
    problem: `A C++17 compiler is missing: g++ or clang++${list}. CXX=/path/to/compiler names one that is not in PATH.`,
    missing: ['compiler'],
  };
}

function checkSystem() {
  const problems = [];
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    problems.push(
      { problem: `x86-64 Linux is needed, this is ${process.platform} on ${process.arch}.` },
      { cure: 'On Windows use WSL2; elsewhere a container or virtual machine with x86-64 Linux.' },
    );
  } else if (!fs.existsSync('/lib64/ld-linux-x86-64.so.2')) {
    problems.push({
      problem:
        'A Linux with glibc is needed (Debian, Ubuntu, Fedora, …); this one has another C library.',
    });
  }
  try {
    fs.accessSync(root, fs.constants.W_OK);
  } catch {
    problems.push(
      { problem: `The folder ${root} cannot be written to.` },
      { cure: `sudo chown -R "$USER" '${root}'` },
    );
  }
  if (problems.length > 0) throw new RequirementError(problems);
}

/** @throws {RequirementError} where a first set-up would fill the disk. */
export function checkDiskSpace() {
  const { bavail, bsize } = fs.statfsSync(root);
  const free = bavail * bsize;
  if (free >= firstSetUpBytes) return;
  const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new RequirementError([
    {
      problem: `Not enough disk space: a first set-up needs ${gigabytes(firstSetUpBytes)}, ${gigabytes(free)} are free in ${root}.`,
    },
    { cure: 'Free some space, or clone to another disk.' },
  ]);
}
