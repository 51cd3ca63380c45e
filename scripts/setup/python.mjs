import { capture } from './command.mjs';
import { root, venvPython } from './paths.mjs';

export const oldestPython = [3, 10];

/** No variable of the user's shell may pull other packages, or another place to install to, into the environment. */
export const pythonEnv = {
  PYTHONHOME: undefined,
  PYTHONPATH: undefined,
  PYTHONSTARTUP: undefined,
  PYTHONNOUSERSITE: '1',
  PYTHONDONTWRITEBYTECODE: undefined,
  PYTHONIOENCODING: 'utf-8',
  VIRTUAL_ENV: undefined,
  PIP_USER: undefined,
  PIP_TARGET: undefined,
  PIP_PREFIX: undefined,
  PIP_ROOT: undefined,
  PIP_REQUIRE_VIRTUALENV: undefined,
  PIP_NO_INPUT: '1',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
};

const probe = `
import json, sys, platform
def version(name):
    try:
        return getattr(__import__(name), '__version__', '0')
    except Exception:
        return None
def has(name):
    try:
        __import__(name)
        return True
    except Exception:
        return False
print(json.dumps({
    'version': list(sys.version_info[:3]), 'executable': sys.executable, 'bits': sys.maxsize.bit_length() + 1,
    'venv': has('venv'), 'ensurepip': has('ensurepip'), 'pip': version('pip'), 'virtualenv': version('virtualenv'),
    'libc': ' '.join(platform.libc_ver()),
}))
`;

/**
 * How an environment can be made with a Python: by `venv`, by `venv` and the pip beside it, by `virtualenv`; or not.
 */
export function environmentMethod(python) {
  if (python.venv && python.ensurepip) return 'venv';
  // pip installs into another environment (--python) since 22.3.
  if (python.venv && python.pip && versionAtLeast(python.pip, [22, 3])) return 'venv+pip';
  if (python.virtualenv) return 'virtualenv';
  return undefined;
}

/**
 * The command that installs a file of requirements into the environment.
 *
 * @returns {[file: string, args: string[]]}
 */
export function installCommand(python, requirements) {
  const [pip, pipArgs] =
    environmentMethod(python) === 'venv+pip'
      ? [python.executable, ['-m', 'pip', '--python', venvPython]]
      : [venvPython, ['-m', 'pip']];
  // Never build from source: that would need compilers and headers of all kinds.
  const options = ['--only-binary=:all:', '--progress-bar=off', '--retries=3'];
  return [pip, [...pipArgs, 'install', ...options, '-r', requirements]];
}

function versionAtLeast(text, wanted) {
  const parts = text.split('.').map((part) => Number.parseInt(part, 10) || 0);
  for (const [i, want] of wanted.entries()) {
    if ((parts[i] ?? 0) !== want) return (parts[i] ?? 0) > want;
  }
  return true;
}

/**
 * Looks for a Python that can make the environment: $PYTHON, python3, then python3.NN from new to old.
 *
 * @returns {Promise<{ python?: object, problem?: 'none' | 'old' | 'bare', seen: string[] }>} `bare`: new enough, but it
 * has neither ensurepip, pip nor virtualenv.
 */
export async function findPython() {
  const names = [
    process.env.PYTHON,
    'python3',
    'python3.14',
    'python3.13',
    'python3.12',
    'python3.11',
    'python3.10',
    'python',
  ];
  const seen = [];
  let problem = 'none';
  for (const name of names.filter(Boolean)) {
    const text = await capture(name, ['-I', '-c', probe], {
      env: { ...pythonEnv, WORKBOOK_ROOT: root },
    });
    if (text === undefined) continue;
    const python = JSON.parse(text);
    const version = python.version.join('.');
    seen.push(`${python.executable} ${version}`);
    if (!versionAtLeast(version, oldestPython) || python.version[0] !== 3) {
      if (problem === 'none') problem = 'old';
    } else if (environmentMethod(python) === undefined) {
      problem = 'bare';
    } else {
      return { python, seen };
    }
  }
  return { problem, seen };
}
