/** Grading runs as an instructor starts them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { exerciseNamed } from '../../src/exercise/catalogue';
import { projectRoot } from '../../src/native-loader';
import { sandboxSuite } from '../sandbox/sandbox-suite';
import { changed, ClassRoom, KERNEL, MODULE, solution, stub } from './class-room';

const CLI = join(projectRoot, 'dist', 'cli.js');

interface Run {
  child: ChildProcess;
  /** What it has said so far. */
  said: () => string;
  ended: Promise<{ code: number | null; out: string; err: string }>;
}

function grade(room: ClassRoom, ...args: string[]): Run {
  const child = spawn(
    process.execPath,
    [CLI, 'grade', room.submissions, '--out', room.out, ...args],
    { env: { ...process.env, LC_ALL: 'C.UTF-8' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }));
  });
  return { child, said: () => out + err, ended };
}

const ONLY_KERNEL = { exercises: [exerciseNamed(KERNEL)] };

const journalLines = (room: ClassRoom): number =>
  existsSync(`${room.out}.journal`)
    ? readFileSync(`${room.out}.journal`, 'utf8').split('\n').length - 1
    : 0;

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 800; turn += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it took more than twenty seconds');
}

/** Processes of a grading run of this folder, by their command lines; sandboxes of it have the same session's parent. */
const boxes = (): string[] =>
  readdirSync('/proc').filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('/box/work/TASK.json');
    } catch {
      return false;
    }
  });

function classOf(students: number): ClassRoom {
  const room = new ClassRoom();
  for (let at = 0; at < students; at += 1) {
    const name = `student-${String(at).padStart(2, '0')}`;
    room.handIn(name, KERNEL, `// ${at}\n${solution(KERNEL)}`);
    if (at % 2 === 0) room.handIn(name, MODULE, `// ${at}\n${solution(MODULE)}`);
  }
  return room;
}

void sandboxSuite({
  'grades, reports, feedback; the same again from the journal; the same again without it':
    async () => {
      const room = classOf(2);
      room.handIn('=blank', KERNEL, stub(KERNEL));
      room.handIn('partial', KERNEL, changed(KERNEL, ['(count + mThreads - 1)', '(count)']));
      room.write('empty/README.txt', 'nothing');
      const [json, feedback] = [join(room.folder, 'g.json'), join(room.folder, 'feedback')];
      try {
        const first = await grade(room, '--seed', '7', '--json', json, '--feedback', feedback)
          .ended;
        assert.is(first.code, 0, first.err);
        assert.match(first.out, /^10 graded: 5 students, 2 exercises, seed 7\n/);
        const csv = readFileSync(room.out, 'utf8');
        assert.equal(
          csv.split('\r\n').map((line) => line.split(',').slice(0, 5).join(',')),
          [
            'student,exercise,points,of,passed',
            `"'=blank",${MODULE},0,10,no`,
            `"'=blank",${KERNEL},0,10,no`,
            `empty,${MODULE},0,10,no`,
            `empty,${KERNEL},0,10,no`,
            `partial,${MODULE},0,10,no`,
            `partial,${KERNEL},6,10,no`,
            `student-00,${MODULE},10,10,yes`,
            `student-00,${KERNEL},10,10,yes`,
            `student-01,${MODULE},0,10,no`,
            `student-01,${KERNEL},10,10,yes`,
            '',
          ],
        );
        assert.match(csv, `empty,${MODULE},0,10,no,"0 of 3",7,sandbox,"Not handed in."\r\n`);
        assert.match(csv, /partial.*"2 of 4"|partial.*"3 of 4"/);
        const report = JSON.parse(readFileSync(json, 'utf8')) as {
          seed: string;
          grades: unknown[];
        };
        assert.equal([report.seed, report.grades.length], ['7', 10]);
        // Of a hidden part the student learns the verdict, and neither inputs nor the seed.
        const told = readFileSync(join(feedback, 'partial', 'feedback.txt'), 'utf8');
        assert.match(
          told,
          /✘ Any number of elements \(hidden inputs\) +0 \/ 4\n +y\[\d+, \d+\] was/,
        );
        assert.match(told, /A common mistake/);
        assert.not.match(told, /expected|--seed/);
        assert.not.match(told, room.folder);
        const again = await grade(room).ended;
        assert.match(again.err, 'Going on with seed 7: 10 are graded already.');
        assert.is(readFileSync(room.out, 'utf8'), csv);
        rmSync(`${room.out}.journal`);
        await grade(room, '--seed', '7', '--jobs', '3', '--reveal', '--feedback', feedback).ended;
        assert.is(readFileSync(room.out, 'utf8'), csv);
        assert.match(readFileSync(join(feedback, 'partial', 'feedback.txt'), 'utf8'), '--seed 7');
      } finally {
        room.remove();
      }
    },

  'kill -9 in the middle: the same command goes on, and all grades are as if nothing had been':
    async () => {
      const [room, other] = [classOf(3), classOf(3)];
      try {
        const run = grade(room, '--seed', 'k');
        await until(() => journalLines(room) >= 3);
        run.child.kill('SIGKILL');
        await run.ended;
        await until(() => boxes().length === 0);
        assert.not.ok(existsSync(room.out));
        const known = journalLines(room) - 1;
        const { code, err } = await grade(room).ended;
        assert.is(code, 0, err);
        assert.match(err, `Going on with seed k: ${known} are graded already.`);
        assert.is((await grade(other, '--seed', 'k').ended).code, 0);
        assert.is(readFileSync(room.out, 'utf8'), readFileSync(other.out, 'utf8'));
      } finally {
        room.remove();
        other.remove();
      }
    },

  'Ctrl-C ends it, with every sandbox; what was graded stays': async () => {
    const room = classOf(4);
    try {
      const run = grade(room);
      await until(() => journalLines(room) >= 2 && boxes().length > 0);
      run.child.kill('SIGINT');
      const { code, err } = await run.ended;
      assert.is(code, 130, err);
      assert.match(err, 'The same command goes on where this one was.');
      assert.equal(boxes(), []);
      assert.ok(journalLines(room) >= 2);
      assert.not.ok(existsSync(`${room.out}.journal.lock`));
    } finally {
      room.remove();
    }
  },

  'another seed and other files are graded again; what is as it was is not': async () => {
    const room = classOf(2);
    try {
      let graded: string[] = [];
      const watched = async (seed: string): Promise<void> => {
        graded = [];
        await room.grade({
          seed,
          onProgress: ({ last }) => {
            if (last && !last.known) graded.push(last.student);
          },
          ...ONLY_KERNEL,
        });
      };
      await watched('1');
      assert.is(graded.length, 2);
      await watched('1');
      assert.is(graded.length, 0);
      room.handIn('student-01', KERNEL, `// new\n${solution(KERNEL)}`);
      await watched('1');
      assert.equal(graded, ['student-01']);
      await watched('2');
      assert.is(graded.length, 2);
    } finally {
      room.remove();
    }
  },

  'where not even the exercise’s own files run, nobody has 0 points for it': async () => {
    const room = classOf(1);
    try {
      // Nothing fits into it: not what was handed in, and not what the exercise begins with.
      const graded = await room.grade({ ...ONLY_KERNEL, limits: { scratchBytes: 2 ** 14 } });
      const [first] = graded.grades;
      assert.ok(first && 'why' in first, JSON.stringify(first).slice(0, 500));
      assert.is(journalLines(room), 1);
    } finally {
      room.remove();
    }
  },
});
