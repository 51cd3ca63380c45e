import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/** A clone whose two steps are stand-ins: `slow` waits for a file, `quick` copies one. All else is the real set-up. */
interface Clone {
  folder: string;
  /** Starts `node scripts/setup.mjs`. */
  start(): Run;
  write(name: string, text: string): void;
  read(name: string): string | undefined;
}
interface Run {
  child: ChildProcess;
  output(): string;
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | string>;
  /** Resolves as soon as the output contains a text. */
  shows(text: string): Promise<void>;
}

const steps = `
import fs from 'node:fs';
import { runCommand } from './command.mjs';
import { hashFiles } from './files.mjs';
import { inRoot } from './paths.mjs';

const shell = (script, { mark, log, activity }) => runCommand('sh', ['-c', script], { mark, log, onLine: activity });
const step = (id, script) => ({
  id,
  title: 'Step ' + id,
  missing: () => (fs.existsSync(inRoot(id + '.out')) ? undefined : 'not done yet'),
  inputs: () => ({ source: hashFiles([id + '.in']) }),
  discard: () => fs.rmSync(inRoot(id + '.out'), { force: true }),
  run: (context) => shell(script, context),
});
export const steps = [
  step('quick', 'cat quick.in && cp quick.in quick.out'),
  step('slow', 'echo $$ > slow.pid; echo half > slow.out; until [ -e go ]; do sleep 0.05; done; cp slow.in slow.out'),
];
`;

/** Whether a process runs; one that only waits to be taken note of does not. */
function lives(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
}

function makeClone(): Clone {
  const folder = mkdtempSync(path.join(tmpdir(), 'workbook set-up ü '));
  cpSync('scripts', path.join(folder, 'scripts'), { recursive: true });
  writeFileSync(path.join(folder, 'scripts', 'setup', 'steps.mjs'), steps);
  // Only there so that the disk is not asked for the room of a first set-up.
  mkdirSync(path.join(folder, '.venv'));
  // What is known about this machine's Python and compiler: finding out takes a second.
  cpSync('.workbook/machine.json', path.join(folder, '.workbook', 'machine.json'));
  const clone: Clone = {
    folder,
    start: () => start(folder),
    write: (name, text) => writeFileSync(path.join(folder, name), text),
    read: (name) => {
      const file = path.join(folder, name);
      return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    },
  };
  clone.write('quick.in', 'quick 1\n');
  clone.write('slow.in', 'slow 1\n');
  clone.write('go', '');
  return clone;
}

function start(folder: string): Run {
  const child = spawn(process.execPath, ['scripts/setup.mjs'], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  const ended = once(child, 'close').then(
    ([code, signal]: (number | string | null)[]) => code ?? signal ?? '',
  );
  return {
    child,
    ended,
    output: () => text,
    shows: async (wanted) => {
      while (!text.includes(wanted)) await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}

const test = suite<{ clone: Clone }>('set-up');
test.before.each((context) => {
  context.clone = makeClone();
});
test.after.each(({ clone }) => rmSync(clone.folder, { recursive: true, force: true }));

async function setUp(clone: Clone): Promise<string> {
  const run = clone.start();
  assert.is(await run.ended, 0, run.output());
  return run.output();
}

test('runs each step once, and again only what changed', async ({ clone }) => {
  const first = await setUp(clone);
  assert.match(first, 'Step quick');
  assert.match(first, 'Step slow');
  assert.match(await setUp(clone), 'Everything is up to date');
  clone.write('slow.in', 'slow 2\n');
  const third = await setUp(clone);
  assert.not.match(third, 'Step quick');
  assert.match(third, 'source changed');
  assert.is(clone.read('slow.out'), 'slow 2\n');
  rmSync(path.join(clone.folder, 'quick.out'));
  assert.match(await setUp(clone), 'Step quick');
});

test('after a kill nothing half done is taken for done, and nothing goes on behind one’s back', async ({
  clone,
}) => {
  rmSync(path.join(clone.folder, 'go'));
  const killed = clone.start();
  await killed.shows('Step slow');
  while (clone.read('slow.out') !== 'half\n')
    await new Promise((resolve) => setTimeout(resolve, 20));
  killed.child.kill('SIGKILL');
  assert.is(await killed.ended, 'SIGKILL');
  const orphan = Number(clone.read('slow.pid'));
  assert.ok(lives(orphan), 'the step’s command outlives the kill');
  const next = clone.start();
  await next.shows('Step slow');
  while (Number(clone.read('slow.pid')) === orphan)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.not.ok(lives(orphan), 'the next set-up ends it');
  clone.write('go', '');
  assert.is(await next.ended, 0);
  assert.not.match(next.output(), 'Step quick');
  assert.is(clone.read('slow.out'), 'slow 1\n');
});

test('a change that is killed and taken back is made anew', async ({ clone }) => {
  await setUp(clone);
  clone.write('slow.in', 'slow 2\n');
  rmSync(path.join(clone.folder, 'go'));
  const killed = clone.start();
  await killed.shows('Step slow');
  killed.child.kill('SIGKILL');
  await killed.ended;
  clone.write('slow.in', 'slow 1\n');
  clone.write('go', '');
  assert.match(await setUp(clone), 'Step slow');
  assert.is(clone.read('slow.out'), 'slow 1\n');
});

test('Ctrl-C ends the step’s command and says how to go on', async ({ clone }) => {
  rmSync(path.join(clone.folder, 'go'));
  const run = clone.start();
  await run.shows('Step slow');
  while (clone.read('slow.pid') === undefined)
    await new Promise((resolve) => setTimeout(resolve, 20));
  run.child.kill('SIGINT');
  assert.is(await run.ended, 130);
  assert.match(run.output(), 'Interrupted. Run the command again');
  assert.not.ok(lives(Number(clone.read('slow.pid'))));
  clone.write('go', '');
  await setUp(clone);
});

test('a second set-up waits for the first', async ({ clone }) => {
  rmSync(path.join(clone.folder, 'go'));
  const first = clone.start();
  await first.shows('Step slow');
  const second = clone.start();
  await second.shows('Another set-up of this clone is running');
  clone.write('go', '');
  assert.equal([await first.ended, await second.ended], [0, 0]);
  assert.match(second.output(), 'Everything is up to date');
});

test('a failure shows what the command printed, where the rest is, and what to do', async ({
  clone,
}) => {
  rmSync(path.join(clone.folder, 'quick.in'));
  mkdirSync(path.join(clone.folder, 'quick.in'));
  clone.write(
    'scripts/setup/steps.mjs',
    steps
      .replace('cat quick.in', 'echo getaddrinfo EAI_AGAIN >&2; cat quick.in')
      .replace("hashFiles([id + '.in'])", "''"),
  );
  const run = clone.start();
  assert.is(await run.ended, 1);
  assert.match(run.output(), '| getaddrinfo EAI_AGAIN');
  assert.match(run.output(), 'The package registry does not answer');
  assert.match(run.output(), path.join('.workbook', 'log', 'quick.log'));
  assert.match(clone.read('.workbook/log/quick.log') ?? '', 'EAI_AGAIN');
});

test('what is missing is said at once, with the command that installs it', async ({ clone }) => {
  const child = spawn(process.execPath, ['scripts/setup.mjs'], {
    cwd: clone.folder,
    env: { PATH: '/nonexistent', PYTHON: '/nonexistent/python3' },
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text += part));
  const [code] = (await once(child, 'close')) as [number];
  assert.is(code, 1);
  assert.match(text, 'Python is missing: 3.10 or newer is needed');
  assert.match(text, 'A C++17 compiler is missing');
  assert.match(text, /(install -y|-S --needed) .*python|Install with your system/);
});

test.run();
