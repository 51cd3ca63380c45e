/** The learner's progress: a bar for each lesson, full where every cell has run. */
import { progressOfLessons, type LessonProgress } from '../progress/lesson-progress';
import type { Figure, Language } from './figure';
import { element, svgDocument, text, textWidth } from './svg';
import { HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';

const ROW = 24;
const BAR = 200;
const DONE = HOLDER_COLOURS.engine;
const BEGUN = HOLDER_COLOURS.caller;

const WORDS = {
  en: {
    title: 'Your progress',
    cells: (ran: number, all: number) => `${ran} of ${all} cells`,
    done: 'done',
    exercises: (passed: number, all: number) => `${passed} of ${all} exercises`,
    comma: ', ',
    total: (done: number, all: number) => `${done} of ${all} lessons done`,
    next: (name: string) => `, next: ${name}`,
    colon: ': ',
  },
  zh: {
    title: '你的进度',
    cells: (ran: number, all: number) => `${ran} / ${all} 个单元格`,
    done: '完成',
    exercises: (passed: number, all: number) => `练习 ${passed} / ${all}`,
    comma: '，',
    total: (done: number, all: number) => `完成 ${done} / ${all} 课`,
    next: (name: string) => `，接下来：${name}`,
    colon: '：',
  },
} as const;

const isDone = ({ ran, cells }: LessonProgress): boolean => cells > 0 && ran === cells;

function nameOf({ lesson, title }: LessonProgress, language: Language): string {
  return `${lesson.slice(0, 2)} ${title[language]}`;
}

/** Lessons done, and the first that is not. */
function summary(lessons: readonly LessonProgress[], language: Language): string {
  const words = WORDS[language];
  const next = lessons.find((lesson) => !isDone(lesson));
  const done = words.total(lessons.filter(isDone).length, lessons.length);
  return next === undefined ? done : done + words.next(nameOf(next, language));
}

function state(lesson: LessonProgress, language: Language): string {
  const words = WORDS[language];
  const { all, passed } = lesson.exercises;
  const cells = isDone(lesson) ? words.done : words.cells(lesson.ran, lesson.cells);
  return all === 0 ? cells : `${cells}${words.comma}${words.exercises(passed, all)}`;
}

function drawRow(lesson: LessonProgress, y: number, left: number, language: Language): string {
  const colour = isDone(lesson) ? DONE : BEGUN;
  const bar = { x: left, y: y + 4, height: 12, rx: 6 };
  const share = lesson.cells === 0 ? 0 : lesson.ran / lesson.cells;
  const label = { y: y + 15, 'font-size': 13, fill: NEUTRAL };
  return [
    text(nameOf(lesson, language), { ...label, x: 1 }),
    element('rect', { ...bar, width: BAR, fill: 'none', stroke: NEUTRAL }),
    share === 0
      ? ''
      : element('rect', { ...bar, width: Math.max(12, share * BAR), fill: colour.line }),
    text(state(lesson, language), { ...label, x: left + BAR + 12 }),
  ].join('');
}

function progressSvg(lessons: readonly LessonProgress[], language: Language): string {
  const words = WORDS[language];
  const names = lessons.map((lesson) => textWidth(nameOf(lesson, language), 13));
  const states = lessons.map((lesson) => textWidth(state(lesson, language), 13));
  const left = Math.max(0, ...names) + 16;
  const head = summary(lessons, language);
  const width = Math.max(left + BAR + 16 + Math.max(0, ...states), textWidth(head, 14, true) + 4);
  const rows = lessons.map((lesson, index) => drawRow(lesson, 32 + index * ROW, left, language));
  const title = text(head, {
    x: 1,
    y: 17,
    'font-size': 14,
    'font-weight': 'bold',
    fill: BEGUN.line,
  });
  const height = 40 + lessons.length * ROW;
  const described = progressText(lessons, language);
  return svgDocument(width, height, words.title, described, title + rows.join(''));
}

function progressText(lessons: readonly LessonProgress[], language: Language): string {
  const rows = lessons.map(
    (lesson) => nameOf(lesson, language) + WORDS[language].colon + state(lesson, language),
  );
  return [summary(lessons, language), ...rows].join('\n');
}

/**
 * Draws how many cells of each lesson have run without an error in this workbook's notebooks, and how many of its exercises passed.
 *
 * @param lessons Default: what `work/progress.json` says, which the kernel writes as cells run in JupyterLab.
 * @example
 * ```ts
 * show(progressPicture());
 * ```
 */
export function progressPicture(lessons: readonly LessonProgress[] = progressOfLessons()): Figure {
  const toSVG = (language: Language = 'en'): string => progressSvg(lessons, language);
  return {
    toSVG,
    toHTML: toSVG,
    toText: (language = 'en') => progressText(lessons, language),
    toJSON: () => lessons,
  };
}
