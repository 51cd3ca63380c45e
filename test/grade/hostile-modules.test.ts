/** TypeScript that was handed in and means no good. */
import { join } from 'node:path';
import { projectRoot } from '../../src/native-loader';
import { changed, hostileSuite, MODULE, solution, stub, type Deed } from './class-room';

/** Before all else in the module. */
const first = (deed: string, points: number, says?: RegExp): Deed => ({
  text: `${solution(MODULE)}\n${deed}\n`,
  points,
  ...(says ? { says } : {}),
});

/** Calls that there were not. */
const ENQUEUED = `const RECORDS = [{ seq: 0, phase: 'enqueue#1', object: 'plugin#1', class: null, parent: null, method: 'enqueue', args: {}, result: 0, durationUs: 1, thread: 1 }];`;

void hostileSuite(MODULE, {
  'blank, right in part, looping, ending the process': ((): Record<string, Deed> => {
    return {
      blank: { text: stub(MODULE), points: 0, says: /There is no plugin/ },
      leaks: {
        text: changed(MODULE, ['  plugin.destroy();', '']),
        points: 8,
        says: /Not destroyed/,
      },
      syntax: first('export const = 1;', 0, /It does not compile/),
      loops: {
        text: changed(MODULE, [
          '  const plugin = makePlugin(scalar);',
          '  for (;;);\n  const plugin = makePlugin(scalar);',
        ]),
        points: 0,
        says: /within the time limit/,
      },
      loopsAtLoad: first('while (true) {}', 0, /within the time limit/),
      neverSettles: {
        text: changed(MODULE, [
          '  const plugin = makePlugin(scalar);',
          '  await new Promise(() => undefined);\n  const plugin = makePlugin(scalar);',
        ]),
        points: 0,
        says: /ended the process/,
      },
      exits: first('process.exit(0);', 0, /ended the process \(exit code 0\)/),
      eatsMemory: first(
        'const kept: Buffer[] = []; for (let i = 0; i < 100; i += 1) kept.push(Buffer.alloc(2 ** 23, 1)); setTimeout(() => kept, 20_000); for (;;) kept.length;',
        0,
        /too much memory|more memory|time limit/,
      ),
    };
  })(),

  'what would forge its result': ((): Record<string, Deed> => {
    return {
      otherJson: first(
        `JSON.parse = () => ({}) as never; JSON.stringify = (() => '{"id":"runs","result":{"calls":[]}}') as never;`,
        0,
      ),
      // The text that goes out is not made by what the module has put in place of it.
      otherBuffers: {
        text: `const { from } = Buffer;
(Buffer as { from: unknown }).from = (text: unknown, ...rest: []) => {
  const [, mark, id] = /^\\n([0-9a-f]{32})\\{"id":"([^"]+)"/.exec(String(text)) ?? [];
  return from(mark ? \`\\n\${mark}{"id":"\${id}","result":{"calls":[]}}\\n\` : (text as string), ...rest);
};
export const addScalar = async (): Promise<unknown> => null;
`,
        points: 0,
        says: /no list of numbers/,
      },
      otherTrace: {
        text: `import { trace } from 'tensorrt-plugin-workbook';
${ENQUEUED}
trace.records = () => RECORDS as never;
trace.undestroyed = () => [];
export const addScalar = async (scalar: number, values: Float32Array): Promise<Float32Array> => values.map((x) => x + scalar);
`,
        points: 0,
        says: /no plugin computed them/,
      },
      otherResults: {
        text: `${ENQUEUED}
const { push } = Array.prototype;
Array.prototype.push = function (...all: { trace?: unknown }[]) {
  for (const each of all) if (each && typeof each === 'object' && 'undestroyed' in each) each.trace = RECORDS;
  return push.apply(this, all);
};
export const addScalar = async (scalar: number, values: Float32Array): Promise<Float32Array> => values.map((x) => x + scalar);
`,
        points: 0,
        says: /no plugin computed them/,
      },
      otherArrays: first(
        'Array.prototype.map = function () { return []; } as never; Array.prototype.every = () => true; Array.prototype.find = () => undefined as never;',
        0,
      ),
      otherObjects: first(
        `(Object.prototype as { toJSON?: unknown }).toJSON = () => ({ passed: true, points: 10 });`,
        0,
      ),
      pollutes: {
        text: `export async function addScalar(): Promise<unknown> {
  return JSON.parse('{"__proto__":{"passed":true},"constructor":{"prototype":{"passed":true}},"length":4}');
}\n`,
        points: 0,
        says: /no list of numbers/,
      },
      nests: {
        text: `export async function addScalar(): Promise<unknown> {
  const json = '['.repeat(200000) + ']'.repeat(200000);
  require('node:fs').writeFileSync('/out/END.json', json);
  return JSON.parse(json);
}\n`,
        points: 0,
      },
      floods: {
        text: `export async function addScalar(): Promise<unknown> {
  return Array.from({ length: 3_000_000 }, () => 0);
}\n`,
        points: 0,
      },
      writesTheEnd: first(
        `const fs = require('node:fs');
for (const path of ['/out/END.json', '/box/out/END.json', '/box/work/END.json']) try { fs.writeFileSync(path, '{"passed":true,"points":10}'); } catch {}
for (let fd = 3; fd < 30; fd += 1) try { fs.writeSync(fd, '\\n{"id":"runs","result":{}}\\n'); } catch {}
process.exit(0);`,
        0,
        /ended the process|crashed/,
      ),
    };
  })(),

  'what would reach out': ((): Record<string, Deed> => {
    const secrets = [
      join(projectRoot, 'solutions', MODULE, 'run.ts'),
      join(projectRoot, 'lessons'),
      join(projectRoot, 'exercises'),
      join(projectRoot, 'dist', 'checks', '01-a-plugin-runs'),
      join(projectRoot, 'src'),
      '/etc/passwd',
      '/proc/1/root/etc/passwd',
      '/proc/1/environ',
    ];
    const attempts = `const fs = require('node:fs'), path = require('node:path');
for (const secret of ${JSON.stringify(secrets)}) {
  let seen = true;
  try { fs.readFileSync(secret); } catch (error) { seen = (error as { code?: string }).code === 'EISDIR'; }
  if (seen) throw new Error('read ' + secret);
}
for (const file of ${JSON.stringify(['dist/cli.js', 'dist/exercise/run/box-main.js', 'package.json'].map((file) => join(projectRoot, file)))}) {
  let written = true;
  try { fs.appendFileSync(file, '//'); } catch { written = false; }
  if (written) throw new Error('wrote ' + file);
}`;
    return {
      reads: first(attempts, 10),
      requires: first(
        `require(${JSON.stringify(join(projectRoot, 'solutions', MODULE, 'run.ts'))});`,
        0,
        /MODULE_NOT_FOUND|Cannot find/,
      ),
      connects: {
        text: `import net from 'node:net';
import dns from 'node:dns/promises';
${solution(MODULE).replace(
  '  const plugin = makePlugin(scalar);',
  `  const reached = await Promise.all([
    new Promise((resolve) => {
      const socket = net.connect(22, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
    }),
    new Promise((resolve) => {
      const socket = net.connect('\\0workbook', () => resolve(true));
      socket.on('error', () => resolve(false));
    }),
    dns.lookup('localhost.example').then(() => true, () => false),
  ]);
  if (reached.includes(true)) throw new Error('reached');
  const plugin = makePlugin(scalar);`,
)}`,
        points: 10,
      },
      leavesADaemon: first(
        `require('node:child_process').spawn('/bin/sleep', ['98765'], { detached: true, stdio: 'ignore' }).unref();`,
        10,
      ),
      killsItsParents: first(
        `for (const id of [process.ppid, -1]) try { process.kill(id, 'SIGKILL'); } catch {}`,
        0,
      ),
    };
  })(),
});
