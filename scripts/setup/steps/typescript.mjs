import fs from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command.mjs';
import { hashFiles, listFiles, readJson } from '../files.mjs';
import { inRoot } from '../paths.mjs';

const compiler = inRoot('node_modules', 'typescript', 'bin', 'tsc');
const buildInfo = inRoot('dist', '.tsbuildinfo');
const sources = () => listFiles('src', (file) => file.endsWith('.ts'));
const outputOf = (source) => source.replace(/^src/, 'dist').replace(/\.ts$/, '.js');
const forgetBuild = () => fs.rmSync(buildInfo, { force: true });

/** Removes what was compiled from files that no longer exist. */
function removeOrphans() {
  const kept = new Set(sources().map((source) => outputOf(source).replace(/\.js$/, '')));
  for (const file of listFiles('dist')) {
    // dist/checks/ is made by the step of the exercises.
    if (path.basename(file) === '.tsbuildinfo' || file.startsWith('dist/checks/')) continue;
    if (!kept.has(file.replace(/\.(js|js\.map|d\.ts|d\.ts\.map)$/, '')))
      fs.rmSync(inRoot(file), { force: true });
  }
}

function missing() {
  const gone = sources().find((source) => !fs.existsSync(inRoot(outputOf(source))));
  if (!gone) return undefined;
  return fs.existsSync(inRoot('dist')) ? `${outputOf(gone)} is not there` : 'not done yet';
}

export const typescriptStep = {
  id: 'typescript',
  title: 'TypeScript',
  cure: 'npm run setup',
  missing,
  inputs: () => ({
    sources: hashFiles([...sources(), 'tsconfig.json', 'package.json']),
    compiler: readJson(inRoot('node_modules', 'typescript', 'package.json'))?.version ?? '',
  }),
  discard: forgetBuild,
  async run({ mark, log }) {
    if (missing()) forgetBuild();
    await runCommand(process.execPath, [compiler, '-p', 'tsconfig.json', '--pretty', 'false'], {
      log,
      mark,
    });
    removeOrphans();
    const cli = inRoot('dist', 'cli.js');
    if (fs.existsSync(cli)) fs.chmodSync(cli, 0o755);
    return `${sources().length} files`;
  },
};
