import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from '../command.mjs';
import { hashFiles, listFiles, readJson } from '../files.mjs';
import { inRoot, root, venv } from '../paths.mjs';

const cmakeJs = inRoot('node_modules', 'cmake-js', 'bin', 'cmake-js');
const buildDir = inRoot('build');
const results = [
  'workbook.node',
  'libnvinfer.so.10',
  'libworkbook_cudart.so',
  'libworkbook_trace.so',
  'libworkbook_plugins.so',
  'libworkbook_probe.so',
];

/** A compiler takes up to a gigabyte; more of them than fit make the machine swap. */
const jobs = () => Math.max(1, Math.min(os.cpus().length, Math.floor(os.totalmem() / 1e9)));

const discard = () => fs.rmSync(buildDir, { recursive: true, force: true });

/** Whether CMake's files are of this folder and of this compiler; if not, it has to start afresh. */
function cacheIsOurs(compiler) {
  let cache;
  try {
    cache = fs.readFileSync(path.join(buildDir, 'CMakeCache.txt'), 'utf8');
  } catch {
    return true;
  }
  const value = (name) => cache.match(new RegExp(`^${name}:[A-Z]+=(.*)$`, 'm'))?.[1];
  return value('CMAKE_HOME_DIRECTORY') === root && value('CMAKE_CXX_COMPILER') === compiler.file;
}

const isNativeSource = (file) => /\.(cpp|cc|c|h|hpp|cu|cuh|S|inc|txt|cmake)$/.test(file);

export const nativeStep = {
  id: 'native',
  title: 'Native libraries',
  cure: 'npm run setup',
  missing() {
    const gone = results.find((name) => !fs.existsSync(path.join(buildDir, 'Release', name)));
    return gone ? (fs.existsSync(buildDir) ? `${gone} is not there` : 'not done yet') : undefined;
  },
  inputs: ({ compiler }) => ({
    sources: hashFiles([
      'CMakeLists.txt',
      ...listFiles('native', isNativeSource),
      ...listFiles('test/fixtures', isNativeSource),
      // The CUDA files are compiled through these.
      ...listFiles('dist/cuda', (file) => file.endsWith('.js')),
    ]),
    compiler: `${compiler.file} ${compiler.version}`,
    'node-addon-api':
      readJson(inRoot('node_modules', 'node-addon-api', 'package.json'))?.version ?? '',
    folder: root,
  }),
  discard,
  async run({ machine, mark, log, activity }) {
    if (!cacheIsOurs(machine.compiler)) discard();
    const bin = path.join(venv, 'bin');
    await runCommand(
      process.execPath,
      [
        cmakeJs,
        'compile',
        '--generator',
        'Ninja',
        '--cmake-path',
        path.join(bin, 'cmake'),
        '--config',
        'Release',
        '--parallel',
        String(jobs()),
      ],
      {
        log,
        mark,
        env: {
          PATH: `${bin}:${process.env.PATH}`,
          CXX: machine.compiler.file,
          NINJA_STATUS: '[%f/%t] ',
        },
        onLine: (line) => {
          const progress = line.match(/^\[\d+\/\d+\] .*/);
          if (progress) activity(progress[0]);
        },
      },
    );
    return machine.compiler.version;
  },
};
