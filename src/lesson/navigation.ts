/** The last cell of a lesson: where to go from there. */
import { INDEX, lessonNumber, numberedLessons, type Language, type Shelf } from './shelf';

const WORDS = {
  en: { before: 'Before: ', next: 'Next: ', index: 'All lessons and questions' },
  zh: { before: '上一课：', next: '下一课：', index: '全部课程与问题' },
};

/** Links to the lesson before, the front page and the next lesson; null on pages that are no numbered lesson. */
export function navigation(name: string, language: Language, shelf: Shelf): string | null {
  const lessons = numberedLessons(shelf, language);
  const at = lessons.findIndex((one) => one.name === name);
  if (at === -1 || !shelf.lessons.has(INDEX)) return null;
  const words = WORDS[language];
  const link = (index: number, word: string): string[] => {
    const other = lessons[index];
    if (other === undefined) return [];
    const title = `${lessonNumber(other.name)} ${other.lesson.front.title}`;
    return [`${word}[${title}](${other.name}.ipynb)`];
  };
  const index = `[${words.index}](${INDEX}.ipynb)`;
  return `---\n${[...link(at - 1, words.before), index, ...link(at + 1, words.next)].join(' · ')}`;
}
