/** The layer profile as trtexec 10.6 prints it (samples/common/sampleReporting, `Profiler::print`). */
import { summarizeProfile, type LayerProfile, type LayerProfileSummary } from './layer-profile';
import { info, type LogLine } from './log-line';
import { ostreamFixed } from './ostream-number';

const HEADINGS = ['   Time(ms)', '     Avg.(ms)', '   Median(ms)', '   Time(%)'] as const;

/** `=== Profile (N iterations ) ===`, a line a layer in the order in which they run, and the total. A layer without time is left out. */
export function profileLines(profile: LayerProfile): LogLine[] {
  const { layers, total } = summarizeProfile(profile);
  return info(
    '',
    `=== Profile (${profile.iterations} iterations ) ===`,
    `${HEADINGS.join('')}   Layer`,
    ...layers.filter(({ timeMs }) => timeMs !== 0).map(profileRow),
    profileRow(total),
    '',
  );
}

/** A line of the table. */
export function profileRow({
  name,
  timeMs,
  averageMs,
  medianMs,
  percentage,
}: LayerProfileSummary): string {
  const numbers = [
    ostreamFixed(timeMs, 2),
    ostreamFixed(averageMs, 4),
    ostreamFixed(medianMs, 4),
    ostreamFixed(percentage, 1),
  ];
  const columns = HEADINGS.map(({ length }, i) => (numbers[i] ?? '').padStart(length));
  return `${columns.join('')}   ${name}`;
}
