import { recordExercise, readProgress } from '../progress/progress-file';
import type { Figure, Language } from '../display/figure';
import { escapeXml } from '../display/svg';
import { exerciseNamed } from './catalogue';
import type { Bilingual } from './exercise';

/** A hint of an exercise: the first says where to look, the second what is missing, the third nearly everything. `show()` it. */
export class ExerciseHint implements Figure {
  constructor(
    readonly exercise: string,
    /** 1 to 3. */
    readonly stage: 1 | 2 | 3,
    readonly text: Bilingual,
  ) {}

  toText(language: Language = 'en'): string {
    return this.text[language];
  }

  toHTML(language: Language = 'en'): string {
    const head = language === 'zh' ? `提示 ${this.stage} / 3` : `Hint ${this.stage} of 3`;
    return `<p><b>${head}</b> ${escapeXml(this.text[language])}</p>`;
  }

  toJSON(): unknown {
    return { exercise: this.exercise, stage: this.stage, text: this.text };
  }
}

/**
 * The next hint of an exercise, one more each time; the third again and again. The progress remembers how many were seen.
 *
 * @param stage A hint that is wanted, in place of the next.
 * @throws {ApiUsageError} `EXERCISE_UNKNOWN`
 * @example
 * ```ts
 * show(exerciseHint('03-read-a-field'));
 * ```
 */
export function exerciseHint(name: string, stage?: 1 | 2 | 3): ExerciseHint {
  const exercise = exerciseNamed(name);
  const seen = readProgress().exercises[exercise.name]?.hints ?? 0;
  const nth = (stage ?? Math.min(3, seen + 1)) as 1 | 2 | 3;
  recordExercise(exercise.name, (before) => ({ hints: Math.max(before.hints, nth) }));
  return new ExerciseHint(exercise.name, nth, exercise.hints[(nth - 1) as 0 | 1 | 2]);
}
