/** What a translation must have in common with its original: sections, cells, excerpts and questions, in the same order. */
import {
  allCells,
  cellsOf,
  type Block,
  type Lesson,
  type LessonDiagnostic,
  type Report,
} from './lesson';

/** What the translation lacks, has too much, or has in another order. */
export function checkTranslation(original: Lesson, translation: Lesson): LessonDiagnostic[] {
  const diagnostics: LessonDiagnostic[] = [];
  const report = (line: number, rule: LessonDiagnostic['rule'], message: string): number =>
    diagnostics.push({ file: translation.file, line, rule, message });
  const end = translation.sections[translation.sections.length - 1]?.line ?? 1;

  const theirs = new Set(original.sections.map(({ anchor }) => anchor));
  const mine = new Set(translation.sections.map(({ anchor }) => anchor));
  for (const { anchor, title, line } of original.sections)
    if (!mine.has(anchor))
      report(
        end,
        'missing-section',
        `section {#${anchor}} "${title}" is missing (${original.file}:${line})`,
      );
  for (const { anchor, line } of translation.sections)
    if (anchor !== '' && !theirs.has(anchor))
      report(line, 'unknown-section', `${original.file} has no section {#${anchor}}`);

  const known = new Set(allCells(original).map(({ id }) => id));
  for (const { id, line } of allCells(translation))
    if (!known.has(id)) report(line, 'unknown-cell', `${original.file} has no cell "${id}"`);
  const used = new Set(allCells(translation).map(({ id }) => id));
  for (const section of original.sections)
    for (const block of section.blocks)
      if (block.kind === 'cell' && !used.has(block.id)) {
        const place =
          translation.sections.find(({ anchor }) => anchor === section.anchor)?.line ?? end;
        report(
          place,
          'missing-cell',
          `cell "${block.id}" is missing (${original.file}:${block.line})`,
        );
      }
  const keys = (lesson: Lesson): string => [...lesson.front.questions.keys()].join(', ');
  if (keys(original) !== keys(translation))
    report(1, 'missing-question', `questions must be those of the original: ${keys(original)}`);
  if (diagnostics.length === 0) checkOrder(original, translation, report);
  if (diagnostics.length === 0) checkExcerpts(original, translation, report);
  return diagnostics;
}

/** With the same sections and cells on both sides: the first place where their order differs. */
function checkOrder(
  original: Lesson,
  translation: Lesson,
  report: (line: number, rule: 'order', message: string) => void,
): void {
  for (const [index, section] of translation.sections.entries()) {
    const there = original.sections[index];
    if (there?.anchor !== section.anchor || there.level !== section.level) {
      const expected = `${'#'.repeat(there?.level ?? 1)} {#${there?.anchor ?? ''}}`;
      const message = `expected section ${expected} here, not {#${section.anchor}}`;
      report(section.line, 'order', message);
      return;
    }
    const ids = cellsOf(there.blocks).map(({ id }) => id);
    const wrong = cellsOf(section.blocks).find(({ id }, at) => id !== ids[at]);
    if (wrong !== undefined) {
      const message = `cell "${wrong.id}" comes in another place in ${original.file}`;
      report(wrong.line, 'order', message);
      return;
    }
  }
}

function excerptsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) =>
    block.kind === 'excerpt' ? [`${block.path}#${block.region}`] : [],
  );
}

/** With the same sections: the first whose excerpts differ. */
function checkExcerpts(original: Lesson, translation: Lesson, report: Report): void {
  for (const [index, section] of translation.sections.entries()) {
    const theirs = excerptsOf(original.sections[index]?.blocks ?? []);
    const mine = excerptsOf(section.blocks);
    if (theirs.join() === mine.join()) continue;
    const message = `expected the excerpts ${theirs.join(', ') || 'none'}, not ${mine.join(', ') || 'none'}`;
    report(section.line, 'excerpts-differ', message);
    return;
  }
}
