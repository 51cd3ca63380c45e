/** The source version of an assignment: a notebook with each exercise's task, cells for its files, and a locked cell that checks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../display/figure';
import { solutionFolder, stubFolder } from '../exercise/catalogue';
import type { Exercise } from '../exercise/exercise';
import { rawOfText } from '../exercise/file-text';
import { joinChineseLines } from '../lesson/chinese-lines';
import { taskOf } from '../lesson/exercise-cells';

const WORDS = {
  en: {
    intro: (count: number, points: number) =>
      `${count === 1 ? 'One exercise' : `${count} exercises`}, ${points} points. Of each file that you write there is a cell with its text between backticks: change the text, run the cell, ` +
      'then the cell below it, which checks and says what is wrong. Graded is what stands in these cells, with inputs of other random numbers; other cells are yours, and count for nothing. ' +
      'Within the text a backtick is written `` \\` ``, and `${` is written `\\${`; all else is as in a file.',
    meta: (minutes: number, points: number) => `*${minutes} minutes · ${points} points*`,
    given: 'Given files:',
  },
  zh: {
    intro: (count: number, points: number) =>
      `共 ${count} 道练习，${points} 分。每个要写的文件对应一个单元格，文件内容写在反引号之间：修改内容，运行该单元格，再运行下面的单元格，它会检查并指出问题。` +
      '评分只看这些单元格里的内容，并使用另外的随机输入；你可以随意添加其他单元格，它们不计分。内容里的反引号写作 `` \\` ``，`${` 写作 `\\${`，其余与文件中相同。',
    meta: (minutes: number, points: number) => `*${minutes} 分钟 · ${points} 分*`,
    given: '给定的文件：',
  },
} as const;

/** What nbgrader knows of a cell. */
interface NbgraderMetadata {
  schema_version: 3;
  grade_id: string;
  grade: boolean;
  solution: boolean;
  locked: boolean;
  task: false;
  points?: number;
}

/** What we know of a cell: the file whose text it holds, or the exercise that it checks. */
type WorkbookMetadata =
  | { exercise: string; file: string; constant: string }
  | { exercise: string; files: Readonly<Record<string, string>> };

interface AssignmentCell {
  cell_type: 'markdown' | 'code';
  id: string;
  metadata: { nbgrader?: NbgraderMetadata; workbook?: WorkbookMetadata };
  source: string;
  outputs?: [];
  execution_count?: null;
}

/** @returns the notebook as text, the same each time */
export function assignmentNotebook(
  title: string,
  exercises: readonly Exercise[],
  language: Language,
): string {
  const points = exercises.reduce((sum, each) => sum + each.points, 0);
  const intro = `# ${title}\n\n${WORDS[language].intro(exercises.length, points)}`;
  const imports = `import { checkExercise, fileText, show } from 'tensorrt-plugin-workbook';`;
  const constants = new Set<string>();
  const cells: AssignmentCell[] = [
    locked('title', 'markdown', intro),
    locked('imports', 'code', imports),
    ...exercises.flatMap((exercise) => cellsOf(exercise, language, constants)),
  ];
  const metadata = {
    kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' },
    language_info: { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

function cellsOf(exercise: Exercise, language: Language, constants: Set<string>): AssignmentCell[] {
  const { name, files, points } = exercise;
  const named = Object.fromEntries(files.map((file) => [file, constantFor(file, constants)]));
  return [
    locked(`${name}-task`, 'markdown', taskText(exercise, language)),
    ...files.map((file) => fileCell(exercise, file, named[file] ?? '')),
    {
      ...cell(`${name}-check`, 'code', checkCode(name, named)),
      metadata: {
        nbgrader: { ...nbgrader(name), grade: true, locked: true, points },
        workbook: { exercise: name, files: named },
      },
    },
  ];
}

/** `scale_cu` for `scale.cu`; another for another file of this name. */
function constantFor(file: string, constants: Set<string>): string {
  const base = file.replace(/[^A-Za-z0-9]+/g, '_').replace(/^(?=\d)/, '_');
  let constant = base;
  for (let nth = 2; constants.has(constant); nth += 1) constant = `${base}_${nth}`;
  constants.add(constant);
  return constant;
}

function fileCell(exercise: Exercise, file: string, constant: string): AssignmentCell {
  const text = readFileSync(join(solutionFolder(exercise), file), 'utf8');
  // The file begins in the cell's first line: line numbers of messages are those of the cell.
  const source = `const ${constant} = fileText\`${rawOfText(text)}\`;`;
  return {
    ...cell(`${exercise.name}-${constant}`, 'code', source),
    metadata: {
      nbgrader: { ...nbgrader(`${exercise.name}-${constant}`), solution: true },
      workbook: { exercise: exercise.name, file, constant },
    },
  };
}

/** Its value is what nbgrader takes for the points where it runs the cell itself, as for `nbgrader validate`. */
function checkCode(name: string, constants: Readonly<Record<string, string>>): string {
  const files = Object.entries(constants).map(([file, constant]) => `'${file}': ${constant}`);
  const report = `report_${name.replace(/[^A-Za-z0-9]+/g, '_')}`;
  return [
    `const ${report} = await checkExercise('${name}', { files: { ${files.join(', ')} } });`,
    `show(${report});`,
    `${report}.points;`,
  ].join('\n');
}

function taskText(exercise: Exercise, language: Language): string {
  const { name, title, minutes, points, given } = exercise;
  const words = WORDS[language];
  const file = language === 'zh' ? 'README.zh.md' : 'README.md';
  const task = taskOf(readFileSync(join(stubFolder(exercise), file), 'utf8'), name)
    .split(/\n{2,}/)
    // How to go about it in a terminal.
    .filter((paragraph) => !paragraph.includes('npx workbook'))
    .join('\n\n')
    .replaceAll(`](../../work/${name}/`, `](${name}/`)
    // What is elsewhere in the workbook is not beside this notebook.
    .replace(/\[([^\]]*)\]\(\.\.\/[^)\s]*\)/g, '$1');
  const links = given.map((each) => `[${each}](${name}/${each})`);
  return [
    `## ${title[language]}`,
    words.meta(minutes, points),
    language === 'zh' ? joinChineseLines(task) : task,
    ...(links.length > 0 ? [`${words.given} ${links.join(', ')}`] : []),
  ].join('\n\n');
}

const nbgrader = (grade_id: string): NbgraderMetadata => ({
  schema_version: 3,
  grade_id,
  grade: false,
  solution: false,
  locked: false,
  task: false,
});

function cell(id: string, cell_type: AssignmentCell['cell_type'], source: string): AssignmentCell {
  // Of an id nbformat takes no more than 64 characters.
  const common = { cell_type, id: id.slice(-64), metadata: {}, source };
  return cell_type === 'code' ? { ...common, outputs: [], execution_count: null } : common;
}

function locked(
  id: string,
  cell_type: AssignmentCell['cell_type'],
  source: string,
): AssignmentCell {
  return {
    ...cell(id, cell_type, source),
    metadata: { nbgrader: { ...nbgrader(id), locked: true } },
  };
}
