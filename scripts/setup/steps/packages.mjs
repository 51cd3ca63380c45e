import fs from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command.mjs';
import { readJson } from '../files.mjs';
import { inRoot } from '../paths.mjs';

/** npm's own list of what it has installed; it is written last, so it vouches for a finished installation. */
const installedList = () => readJson(inRoot('node_modules', '.package-lock.json'))?.packages;

/** Packages of the lock file for other systems are not installed here. */
function isForThisSystem({ os, cpu, libc }) {
  const fits = (list, value) => {
    if (!list) return true;
    if (list.includes(`!${value}`)) return false;
    return list.every((entry) => entry.startsWith('!')) || list.includes(value);
  };
  return fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, 'glibc');
}

function missing() {
  const wanted = readJson(inRoot('package-lock.json'))?.packages ?? {};
  const installed = installedList();
  if (!installed) return 'not installed';
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === '' || entry.link || !isForThisSystem(entry)) continue;
    const there = installed[place];
    const name = place.replace(/^.*node_modules\//, '');
    if (!there && (entry.optional || entry.peer)) continue;
    if (there?.version !== entry.version || there?.integrity !== entry.integrity)
      return `${name} changed`;
    if (!fs.existsSync(path.join(inRoot(place), 'package.json'))) return `${name} is gone`;
  }
  return undefined;
}

/** npm as it was called, or the one in PATH. */
function npmCommand() {
  const cli = process.env.npm_execpath;
  return cli && /npm-cli\.[cm]?js$/.test(cli) ? [process.execPath, [cli]] : ['npm', []];
}

export const packagesStep = {
  id: 'packages',
  title: 'Node packages',
  cure: 'npm run setup',
  missing,
  async run({ mark, log, activity }) {
    const [npm, first] = npmCommand();
    activity('npm ci');
    await runCommand(
      npm,
      [
        ...first,
        'ci',
        '--no-audit',
        '--no-fund',
        '--include=dev',
        '--ignore-scripts',
        '--loglevel=http',
        // Without a network the answer should not take minutes.
        '--fetch-retry-mintimeout=2000',
        '--fetch-retry-maxtimeout=10000',
      ],
      {
        log,
        mark,
        // ONNX Runtime's package would otherwise download CUDA libraries, which nothing here uses.
        env: { ONNXRUNTIME_NODE_INSTALL: 'skip', NODE_ENV: undefined },
        onLine: (line) =>
          activity(line.replace(/^npm http (fetch|cache) (GET \d+ )?\S*\/(\S+?)( .*)?$/, '$3')),
      },
    );
    const still = missing();
    if (still) throw new Error(`npm ci left the packages incomplete: ${still}`);
    return `${Object.keys(installedList()).length} packages`;
  },
};
