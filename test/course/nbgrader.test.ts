import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exerciseNamed } from '../../src/exercise/catalogue';
import { projectRoot } from '../../src/native-loader';
import { sandboxAvailable } from '../../src/sandbox';
import { TestCourse, type TestNotebook } from './nbgrader-course';
import { ownNotebook } from './own-notebook';

const CPP = '06-wrap-a-kernel';
const TS = '01-run-a-plugin';
const CPP_FILE = `${CPP}-scale_cu`;
const TS_FILE = `${TS}-run_ts`;
const SEED = 'seed-of-the-tests';
const FORGED = [
  { output_type: 'execute_result', data: { 'text/plain': '10' }, metadata: {}, execution_count: 1 },
];

/** What a student hands in, and what it is worth. */
interface Case {
  change: (notebook: TestNotebook) => unknown;
  points: { [CPP]: number; [TS]: number };
  /** Stands in the feedback. */
  says?: RegExp;
}

let course: TestCourse;

/** Both exercises as the solution has them. */
function solved(notebook: TestNotebook): TestNotebook {
  const source = course.notebook('source', 'ps1', 'ps1.ipynb');
  for (const id of [CPP_FILE, TS_FILE]) notebook.set(id, source.text(id));
  return notebook;
}

const LAUNCH = 'if (count == 0) {';
const BODY = 'const plugin = makePlugin(scalar);';

const CASES: Readonly<Record<string, Case>> = {
  right: { change: solved, points: { [CPP]: 10, [TS]: 10 } },
  blank: { change: () => undefined, points: { [CPP]: 0, [TS]: 0 }, says: /Nothing is filled in/ },
  partly: {
    change: (nb) => solved(nb).replace(CPP_FILE, `    ${LAUNCH}`, '    if (false) {'),
    points: { [CPP]: 8, [TS]: 10 },
    says: new RegExp(SEED),
  },
  'compile-error': {
    change: (nb) => solved(nb).replace(CPP_FILE, LAUNCH, `int32_t wrong = "text"; ${LAUNCH}`),
    points: { [CPP]: 0, [TS]: 10 },
    says: /It does not compile/,
  },
  'syntax-error': {
    change: (nb) => solved(nb).replace(TS_FILE, BODY, `const = ; ${BODY}`),
    points: { [CPP]: 10, [TS]: 0 },
    says: /It does not compile/,
  },
  loop: {
    change: (nb) => solved(nb).replace(TS_FILE, BODY, `while (true) {}\n${BODY}`),
    points: { [CPP]: 10, [TS]: 0 },
    says: /did not end within the time limit/,
  },
  segfault: {
    change: (nb) => solved(nb).replace(CPP_FILE, LAUNCH, `*(volatile int*)8 = 1; ${LAUNCH}`),
    points: { [CPP]: 0, [TS]: 10 },
    says: /It crashed/,
  },
  redefines: {
    change: (nb) =>
      nb
        .addCell(2, 'const checkExercise = async () => ({ points: 10 }); const show = () => 10;')
        .replace(CPP_FILE, '`;', '`;\nconst assert = { strictEqual() {} };\n10;'),
    points: { [CPP]: 0, [TS]: 0 },
  },
  stderr: {
    change: (nb) =>
      solved(nb)
        .addCell(2, "console.error('hello');")
        .replace(TS_FILE, BODY, `console.error('hello');\n${BODY}`)
        .replace(
          CPP_FILE,
          '#include "scalePlugin.h"',
          '#include "scalePlugin.h"\n#include <cstdio>',
        )
        .replace(CPP_FILE, LAUNCH, `fprintf(stderr, "hello"); ${LAUNCH}`),
    points: { [CPP]: 10, [TS]: 10 },
  },
  'deleted-test': { change: (nb) => solved(nb).remove(CPP), points: { [CPP]: 10, [TS]: 10 } },
  'deleted-file': {
    change: (nb) => solved(nb).remove(CPP_FILE),
    points: { [CPP]: 0, [TS]: 10 },
    says: /The cell with scale_cu is not in the notebook/,
  },
  forged: {
    change: (nb) => {
      for (const id of [CPP, TS]) Object.assign(nb.cell(id), { outputs: FORGED, source: '10' });
    },
    points: { [CPP]: 0, [TS]: 0 },
  },
  metadata: {
    change: (nb) => {
      const test = nb.cell(CPP);
      Object.assign(test.metadata.nbgrader ?? {}, { points: 1000, solution: true, locked: false });
      test.metadata.workbook = { exercise: TS, files: {} };
      nb.cell(TS_FILE).metadata.workbook = { exercise: CPP, file: 'scale.cu', constant: 'x' };
    },
    points: { [CPP]: 0, [TS]: 0 },
  },
  computed: {
    change: (nb) => solved(nb).set(TS_FILE, "const run_ts = ['a', 'b'].join('');"),
    points: { [CPP]: 10, [TS]: 0 },
    says: /Its cell does not read/,
  },
};

/** Of the teacher's own assignment: a function with a visible and a hidden test, three points, and a cell of its own, one point. */
const OWN: Readonly<
  Record<string, { change: (notebook: TestNotebook) => unknown; score: number }>
> = {
  right: {
    change: (nb) => nb.set('double', 'function double(x: number) { return 2 * x; }'),
    score: 4,
  },
  blank: { change: () => undefined, score: 1 },
  'visible-only': {
    change: (nb) => nb.set('double', 'function double(x: number) { return 6; }'),
    score: 1,
  },
  loop: {
    change: (nb) => nb.set('double', 'function double(x: number): number { while (true) {} }'),
    score: 1,
  },
  looks: {
    change: (nb) =>
      nb.set(
        'double',
        [
          "import { existsSync as there } from 'fs';",
          `const seen = ${JSON.stringify([join(projectRoot, 'solutions'), join(projectRoot, 'lessons'), process.env['HOME'] ?? '/root'])}.filter((path) => there(path + '/.') && require('fs').readdirSync(path).some((name: string) => !name.startsWith('.pyenv')));`,
          "console.log('SEEN', JSON.stringify(seen));",
          'function double(x: number) { return 2 * x; }',
        ].join('\n'),
      ),
    score: 4,
  },
};

const test = suite('nbgrader');
const needed = process.env['WORKBOOK_NEEDS_NBGRADER'] === '1';
const installed = existsSync(join(projectRoot, '.venv', 'bin', 'nbgrader'));

test.before(() => {
  const exercises = [exerciseNamed(CPP), exerciseNamed(TS)];
  course = new TestCourse([{ name: 'ps1', title: 'Problem set 1', exercises }]);
  course.configure(`c.Workbook.seed = "${SEED}"\nc.Execute.timeout = 20`);
  mkdirSync(course.path('source', 'own'));
  writeFileSync(course.path('source', 'own', 'own.ipynb'), ownNotebook());
});
test.after(() => course.remove());

test('generate_assignment: the release has stubs for solutions, and no hidden tests', () => {
  for (const assignment of ['ps1', 'own']) {
    const { code, text } = course.nbgrader('generate_assignment', assignment);
    assert.is(code, 0, text);
  }
  const [source, release] = ['source', 'release'].map((folder) =>
    course.notebook(folder, 'ps1', 'ps1.ipynb'),
  ) as [TestNotebook, TestNotebook];
  assert.match(source.text(CPP_FILE), /cudaGetLastError\(\) == cudaSuccess/);
  assert.not.match(release.text(CPP_FILE), /cudaGetLastError|<<</);
  assert.match(release.text(CPP_FILE), /Yours: launch scaleKernel/);
  assert.match(release.text(TS_FILE), /throw new Error\(\\`1\. There is no plugin/);
  assert.is(release.cell(CPP).metadata.nbgrader?.['points'], 10);
  assert.ok(existsSync(course.path('release', 'ps1', CPP, 'scalePlugin.h')));
  const own = readFileSync(course.path('release', 'own', 'own.ipynb'), 'utf8');
  assert.not.match(own, /HIDDEN|double\(21\)|2 \* x/);
  assert.match(own, /YOUR CODE HERE/);
});

test('validate: the solution passes in the learner’s kernel, the stub does not', () => {
  const passes = course.nbgrader('validate', 'source/ps1/ps1.ipynb');
  assert.match(passes.text, /Success! Your notebook passes all the tests/);
  const fails = course.nbgrader('validate', 'release/ps1/ps1.ipynb');
  assert.match(fails.text, /VALIDATION FAILED ON 2 CELL\(S\)/);
});

test('autograde: each submission has its points, whatever another does', async () => {
  assert.ok((await sandboxAvailable()).available, 'these tests need a sandbox');
  for (const [student, { change }] of Object.entries(CASES)) course.handIn('ps1', student, change);
  const { code, text } = course.nbgrader('autograde', 'ps1');
  assert.is(code, 0, text.slice(-4000));
  const found = Object.keys(CASES).map((student) => {
    const notebook = course.autograded('ps1', student);
    return [student, { [CPP]: notebook?.points(CPP), [TS]: notebook?.points(TS) }];
  });
  const wanted = Object.entries(CASES).map(([student, { points }]) => [student, points]);
  assert.equal(Object.fromEntries(found), Object.fromEntries(wanted));
});

test('autograde: no cell of an exercise is executed', () => {
  const notebook = course.autograded('ps1', 'stderr');
  const outputs = notebook?.data.cells.flatMap((cell) =>
    cell.metadata.workbook && 'files' in cell.metadata.workbook ? [] : (cell.outputs ?? []),
  );
  assert.equal(outputs, []);
});

test('autograde: a teacher’s own tests run in a sandbox', () => {
  for (const [student, { change }] of Object.entries(OWN)) course.handIn('own', student, change);
  const { code, text } = course.nbgrader('autograde', 'own');
  assert.is(code, 0, text.slice(-4000));
  assert.match(course.autograded('own', 'looks')?.said('double') ?? '', /SEEN \[\]/);
});

test('the gradebook has what was judged', () => {
  const scores = course.scores();
  for (const [student, { points }] of Object.entries(CASES))
    assert.is(scores['ps1']?.[student], points[CPP] + points[TS], student);
  for (const [student, { score }] of Object.entries(OWN)) {
    const said = course.autograded('own', student)?.said('double');
    assert.is(scores['own']?.[student], score, `${student}: ${said}`);
  }
});

test('generate_feedback: says what is wrong, and the seed of hidden inputs', () => {
  const { code, text } = course.nbgrader('generate_feedback', 'ps1');
  assert.is(code, 0, text.slice(-4000));
  for (const [student, { says }] of Object.entries(CASES)) {
    const page = readFileSync(course.path('feedback', student, 'ps1', 'ps1.html'), 'utf8');
    if (says) assert.match(page, says, student);
  }
});

test('without a sandbox autograding refuses, unless told', () => {
  const hidden = { ...process.env };
  process.env['PATH'] = '/nowhere';
  try {
    const refused = course.nbgrader('autograde', 'ps1', '--student', 'right', '--force');
    assert.match(refused.text, /Cannot make a sandbox: bwrap is not installed/, refused.text);
    assert.is(course.autograded('ps1', 'right'), null);
  } finally {
    process.env['PATH'] = hidden['PATH'];
  }
  course.configure('c.Workbook.allow_unsandboxed = True');
  const told = course.nbgrader('autograde', 'ps1', '--student', 'right', '--force');
  assert.match(told.text, /WITHOUT A SANDBOX/);
  assert.is(course.autograded('ps1', 'right')?.points(CPP), 10);
});

if (needed && !installed) throw new Error('nbgrader is not installed: npm run setup:nbgrader');
if (needed) test.run();
else {
  const left = suite('nbgrader');
  left.skip('a course through nbgrader: npm run test:nbgrader');
  left.run();
}
