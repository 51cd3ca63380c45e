import fs from 'node:fs';

/** What each package manager calls the things that can be missing. */
const managers = [
  {
    ids: ['debian', 'ubuntu'],
    install: 'apt-get install -y',
    python: 'python3',
    venv: 'python3-venv',
    compiler: 'g++',
  },
  {
    ids: ['fedora', 'rhel', 'centos'],
    install: 'dnf install -y',
    python: 'python3',
    venv: 'python3-pip',
    compiler: 'gcc-c++',
  },
  {
    ids: ['suse', 'opensuse'],
    install: 'zypper install -y',
    python: 'python311',
    venv: 'python311-pip',
    compiler: 'gcc-c++',
  },
  {
    ids: ['arch'],
    install: 'pacman -S --needed',
    python: 'python',
    venv: 'python-pip',
    compiler: 'gcc',
  },
];

/** The ids of this system and of those that it descends from, by /etc/os-release. */
function systemIds(text) {
  const value = (name) => text.match(new RegExp(`^${name}="?([^"\n]*)"?$`, 'm'))?.[1] ?? '';
  return `${value('ID')} ${value('ID_LIKE')}`.split(/\s+/).filter(Boolean);
}

/**
 * The command that installs what is missing on this system.
 *
 * @param {('python' | 'venv' | 'compiler')[]} missing
 * @returns {string} In words where the system is not one of those known.
 */
export function installHint(
  missing,
  osRelease = readOsRelease(),
  isRoot = process.getuid?.() === 0,
) {
  const ids = systemIds(osRelease);
  const manager = managers.find((candidate) =>
    candidate.ids.some((id) => ids.some((have) => have.startsWith(id))),
  );
  if (!manager) {
    const words = {
      python: 'Python 3.10 or newer',
      venv: "Python's venv module or pip",
      compiler: 'g++ or clang++',
    };
    return `Install with your system's package manager: ${missing.map((what) => words[what]).join(', ')}.`;
  }
  const packages = [...new Set(missing.map((what) => manager[what]))].join(' ');
  return `${isRoot ? '' : 'sudo '}${manager.install} ${packages}`;
}

function readOsRelease() {
  try {
    return fs.readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}
