/** What a student is told of a graded exercise. */
import type { Bilingual, Verdict } from '../exercise/exercise';
import { ExerciseReport, type PartReport } from '../exercise/report';

export interface FeedbackOptions {
  /** How the folder with the files is called. */
  folder: string;
  notes: readonly Bilingual[];
  /** Whether hidden parts are told whole, and the seed. */
  reveal: boolean;
}

/** More of a text that the submission wrote itself is not repeated. */
const MOST_TEXT = 8000;

/**
 * The report without what would tell the inputs of hidden parts: of these the title, the points, the verdict's sentence and a mistake that was recognised remain.
 * The seed, which brings the same inputs again, goes with them.
 */
export function feedbackReport(report: ExerciseReport, options: FeedbackOptions): ExerciseReport {
  const { folder, notes, reveal } = options;
  const parts = report.parts.map((part) => (reveal || !part.hidden ? cut(part) : sentence(part)));
  const copy = Object.create(ExerciseReport.prototype) as ExerciseReport;
  return Object.assign(copy, report, { parts, folder, notes, seed: reveal ? report.seed : '' });
}

function sentence(part: PartReport): PartReport {
  const { passed, message, points, mistake } = part.verdict;
  const verdict: Verdict = {
    passed,
    message,
    ...(points === undefined ? {} : { points }),
    ...(mistake === undefined ? {} : { mistake }),
  };
  return cut({ ...part, verdict });
}

function cut(part: PartReport): PartReport {
  const { verdict } = part;
  const short = (text: string): string =>
    text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
  const both = (text: string | Bilingual): string | Bilingual =>
    typeof text === 'string' ? short(text) : { en: short(text.en), zh: short(text.zh) };
  const { message, expected, actual } = verdict;
  return {
    ...part,
    verdict: {
      ...verdict,
      message: { en: short(message.en), zh: short(message.zh) },
      ...(expected === undefined ? {} : { expected: both(expected) }),
      ...(actual === undefined ? {} : { actual: both(actual) }),
    },
  };
}
