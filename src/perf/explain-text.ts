import type { Language } from '../display/figure';
import { explainMetrics, explainProfile } from './explain';
import { info, type LogLine } from './log-line';
import type { PerformanceReport } from './performance-report';

/** `--explain`: beside each metric what it means, what it says here, and what to do about it. */
export function explanationLines(report: PerformanceReport, language: Language = 'en'): LogLine[] {
  const zh = language === 'zh';
  const metrics = report.isAccurate
    ? explainMetrics(report, language).flatMap(
        ({ label, value, meaning, finding, looksBad, advice }) => [
          `${looksBad ? '!' : ' '} ${label}: ${value}`,
          `    ${meaning}`,
          ...(finding === '' ? [] : [`    ${zh ? '此处' : 'Here'}: ${finding}`]),
          ...(advice === '' ? [] : [`    ${zh ? '建议' : 'Try'}: ${advice}`]),
        ],
      )
    : [];
  const profile = report.profile ? explainProfile(report.profile, language, report).findings : [];
  return info(
    '',
    `=== ${zh ? '说明' : 'Explanations'} ===`,
    ...metrics,
    ...profile.map((finding) => `  ${finding}`),
    '',
  );
}
