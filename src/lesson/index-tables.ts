/** The front page's tables, and lessons/questions.md: made from the lessons' front matter. */
import { sectionLink } from './links';
import { lessonNumber, numberedLessons, type Language, type Shelf } from './shelf';

const WORDS = {
  en: {
    lesson: 'lesson',
    minutes: 'minutes',
    needs: 'needs',
    can: 'after it you can',
    nothing: '–',
  },
  zh: { lesson: '课', minutes: '分钟', needs: '先学', can: '学完能', nothing: '–' },
};

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.map((cell) => String(cell).replace(/\|/g, '\\|')).join(' | ')} |`;
}

/** One row a lesson: link, minutes, what comes before it, what one can do after it. */
export function lessonTable(shelf: Shelf, language: Language): string {
  const words = WORDS[language];
  const rows = numberedLessons(shelf, language).map(({ name, lesson: { front } }) =>
    row([
      `[${lessonNumber(name)} ${front.title}](${name}.ipynb)`,
      front.minutes,
      front.needs.join(', ') || words.nothing,
      front.can,
    ]),
  );
  const head = [words.lesson, words.minutes, words.needs, words.can];
  return [row(head), row(['---', '--:', '---', '---']), ...rows].join('\n');
}

/** The lessons as a list for the README of a language: links, minutes, what one can do after each. */
export function lessonList(shelf: Shelf, language: Language): string {
  const [open, close] = language === 'en' ? [' (', ' min): '] : ['（', ' 分钟）：'];
  return numberedLessons(shelf, language)
    .map(({ name, lesson: { front } }) => {
      const link = `[${front.title}](notebooks/${language}/${name}.ipynb)`;
      return `${Number(lessonNumber(name))}. ${link}${open}${front.minutes}${close}${front.can}`;
    })
    .join('\n');
}

/** Every question with a link to its answer, by lesson. */
export function questionTables(shelf: Shelf, language: Language): string {
  return numberedLessons(shelf, language)
    .filter(({ lesson }) => lesson.front.questions.size > 0)
    .map(({ name, lesson }) => {
      const questions = [...lesson.front.questions].map(
        ([anchor, question]) => `- [${question}](${sectionLink(name, anchor)})`,
      );
      return `**${lessonNumber(name)} ${lesson.front.title}**\n\n${questions.join('\n')}`;
    })
    .join('\n\n');
}

/** lessons/questions.md: each question in both languages, with links to both notebooks. */
export function questionsFile(shelf: Shelf): string {
  const chinese = new Map(numberedLessons(shelf, 'zh').map(({ name, lesson }) => [name, lesson]));
  const rows = numberedLessons(shelf, 'en').flatMap(({ name, lesson }) =>
    [...lesson.front.questions].map(([anchor, question]) => {
      const other = chinese.get(name) ?? lesson;
      return row([
        question,
        other.front.questions.get(anchor) ?? '',
        `${name} #${anchor}`,
        `[en](../notebooks/en/${sectionLink(name, anchor)}) · [中文](../notebooks/zh/${sectionLink(name, anchor)})`,
      ]);
    }),
  );
  return `${[
    '# Questions 问题索引',
    '',
    'Every question that the lessons answer, and where. Made from the front matter of the lessons by `node dist/lesson/main.js`.',
    '课程回答的全部问题，以及答案在哪里。由 `node dist/lesson/main.js` 从各课开头的 front matter 生成。',
    '',
    row(['question', '问题', 'lesson and section', 'answer 答案']),
    row(['---', '---', '---', '---']),
    ...rows,
  ].join('\n')}\n`;
}
