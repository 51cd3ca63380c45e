/** The exercises at the end of a lesson: each with its task, its hints, and a cell that checks it. */
import type { CompiledCell } from './compile';
import { joinChineseLines } from './chinese-lines';
import type { Language, Shelf, ShelfExercise } from './shelf';

/** Of the section, and of the Markdown cell that begins it. */
export const EXERCISES_ANCHOR = 'exercises';

const WORDS = {
  en: {
    title: 'Exercises',
    intro:
      'You work on files in the folder `work/`, here in JupyterLab or in an editor of your own; the cell below a task checks what you have saved, ' +
      'as often as you like. In a terminal `npx workbook watch` does the same at every save.',
    meta: (minutes: number, kind: string, points: number) =>
      `${minutes} minutes · ${kind} · ${points} points`,
    files: 'your files:',
    space: ' ',
    hint: (nth: number) => `Hint ${nth} of 3`,
    kinds: {
      cpp: 'C++/CUDA',
      typescript: 'TypeScript',
      trace: 'read a trace',
      bug: 'find the bug',
      build: 'build files',
    },
    comma: ', ',
  },
  zh: {
    title: '练习',
    intro:
      '在 `work/` 文件夹里的文件上作答，用 JupyterLab 或自己的编辑器都可以；题目下面的单元格检查你保存的内容，次数不限。' +
      '在终端里，`npx workbook watch` 会在每次保存时自动检查。',
    meta: (minutes: number, kind: string, points: number) =>
      `${minutes} 分钟 · ${kind} · ${points} 分`,
    files: '你的文件：',
    space: '',
    hint: (nth: number) => `提示 ${nth} / 3`,
    kinds: {
      cpp: 'C++/CUDA',
      typescript: 'TypeScript',
      trace: '读记录',
      bug: '找错误',
      build: '构建文件',
    },
    comma: '、',
  },
} as const;

/** Cells of all exercises of a lesson; none where it has none. */
export function exerciseCells(lesson: string, language: Language, shelf: Shelf): CompiledCell[] {
  const exercises = shelf.exercises(lesson);
  if (exercises.length === 0) return [];
  const { title, intro } = WORDS[language];
  return [
    { kind: 'markdown', id: EXERCISES_ANCHOR, source: `## ${title}\n\n${intro}` },
    ...exercises.flatMap((exercise): CompiledCell[] => [
      {
        kind: 'markdown',
        id: `exercise-${exercise.name}`,
        source: taskText(exercise, language),
      },
      // What a check shows holds times and addresses.
      {
        kind: 'code',
        id: `check-${exercise.name}`,
        source: checkCode(exercise.name),
        volatile: true,
      },
    ]),
  ];
}

function checkCode(name: string): string {
  return `import { checkExercise, show } from 'tensorrt-plugin-workbook';\n\nshow(await checkExercise('${name}'));`;
}

function taskText(exercise: ShelfExercise, language: Language): string {
  const words = WORDS[language];
  const { name, title, kind, minutes, points, files, hints, readme } = exercise;
  const links = files.map((file) => `[${file}](${workLink(name, file)})`);
  const meta = `*${words.meta(minutes, words.kinds[kind], points)} · ${words.files}*${words.space}${links.join(words.comma)}`;
  const body = taskOf(readme[language], name);
  const staged = hints.map(
    (hint, at) =>
      `<details><summary>${words.hint(at + 1)}</summary>\n\n${asMarkdown(hint[language])}\n\n</details>`,
  );
  const text = language === 'zh' ? joinChineseLines(body) : body;
  return [`### ${title[language]}`, meta, text, ...staged].join('\n\n');
}

/** A hint is plain text: what Markdown would take for something else is escaped. */
function asMarkdown(hint: string): string {
  return hint.replace(/([\\`*_<>[\]|])/g, '\\$1');
}

const workLink = (name: string, file: string): string => `../../work/${name}/${file}`;

/**
 * The task of a README: without its title, the line that leads to the lesson, and the commands, which a notebook does not need. Links to files beside it lead to
 * the learner's copy.
 */
export function taskOf(readme: string, name: string): string {
  const paragraphs = readme.trim().split(/\n{2,}/);
  const [title = '', ...rest] = paragraphs;
  const task = title.startsWith('# ') ? rest : paragraphs;
  const kept = task
    .filter((text, at) => at > 0 || !text.includes('.ipynb)'))
    .filter((text) => !/^```sh\n[^]*npx workbook check /.test(text));
  return kept
    .join('\n\n')
    .replace(/(\]\()(?![a-z]+:|\.\.\/|#)([^()\s]+)(\))/g, `$1${workLink(name, '')}$2$3`);
}
