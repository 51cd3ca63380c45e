import { exerciseReportHtml } from '../display/exercise-report-html';
import { exerciseReportText } from '../display/exercise-report';
import type { Figure, Language } from '../display/figure';
import type { Bilingual, Exercise, Verdict } from './exercise';

/** What a check says about one part. */
export interface PartReport {
  id: string;
  title: Bilingual;
  hidden: boolean;
  passed: boolean;
  points: number;
  of: number;
  verdict: Verdict;
  /** In words, where a mistake was recognised. */
  mistake: Bilingual | null;
}

export interface ReportFacts {
  exercise: Exercise;
  parts: PartReport[];
  /** Brings the same inputs again: `check NAME --seed SEED`; empty where it is not told. */
  seed: string;
  /** Where the learner's code ran. */
  place: 'lab' | 'sandbox';
  /** The learner's folder, from the workbook's root where it is in it. */
  folder: string;
  /** Nothing was changed yet. */
  untouched: boolean;
  notes: Bilingual[];
  buildMs: number;
  runMs: number;
  totalMs: number;
}

/** What a check says about an exercise. `show()` it. */
export class ExerciseReport implements Figure {
  readonly exercise: string;
  readonly title: Bilingual;
  readonly passed: boolean;
  readonly points: number;
  readonly of: number;
  readonly parts: readonly PartReport[];
  readonly seed: string;
  readonly place: ReportFacts['place'];
  readonly folder: string;
  readonly untouched: boolean;
  readonly files: readonly string[];
  readonly notes: readonly Bilingual[];
  readonly buildMs: number;
  readonly runMs: number;
  readonly totalMs: number;

  constructor(facts: ReportFacts) {
    const { exercise, parts } = facts;
    this.exercise = exercise.name;
    this.title = exercise.title;
    this.parts = parts;
    this.passed = parts.length > 0 && parts.every(({ passed }) => passed);
    this.points = parts.reduce((sum, { points }) => sum + points, 0);
    this.of = parts.reduce((sum, { of }) => sum + of, 0);
    this.seed = facts.seed;
    this.place = facts.place;
    this.folder = facts.folder;
    this.untouched = facts.untouched;
    this.files = exercise.files;
    this.notes = facts.notes;
    this.buildMs = facts.buildMs;
    this.runMs = facts.runMs;
    this.totalMs = facts.totalMs;
  }

  toText(language: Language = 'en'): string {
    return exerciseReportText(this, language);
  }

  toHTML(language: Language = 'en'): string {
    return exerciseReportHtml(this, language);
  }

  /** Everything, times too; figures as their data. */
  toJSON(): unknown {
    const parts = this.parts.map(({ verdict, ...part }) => {
      const { picture, ...said } = verdict;
      return { ...part, verdict: { ...said, ...(picture ? { picture: picture.toJSON() } : {}) } };
    });
    return { ...Object.fromEntries(Object.entries(this)), parts };
  }
}
