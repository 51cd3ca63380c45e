/** The report of an exercise's check in a notebook. */
import type { ExerciseReport, PartReport } from '../exercise/report';
import {
  callLine,
  inWords,
  isIn,
  reasonOf,
  REPORT_WORDS,
  showsCalls,
  tellsSeed,
} from './exercise-report';
import type { Figure, Language } from './figure';
import { escapeXml } from './svg';

/** Colours that can be read on white and on black. */
const GOOD = '#2e9e5b';
const BAD = '#d9434e';
const HINT = '#b26a00';

export function exerciseReportHtml(report: ExerciseReport, language: Language): string {
  const words = REPORT_WORDS[language];
  const { exercise, title, points, of, parts, passed } = report;
  const first = parts.find((part) => !part.passed);
  const told = new Set<string>();
  const body = parts.map((part) => {
    const key = reasonOf(part);
    const again = told.has(key);
    if (!part.passed) told.add(key);
    return partHtml(part, part === first, again, language);
  });
  const files = report.files.map((file) => `${report.folder}/${file}`).join(', ');
  const notes = [
    ...(!passed && report.untouched ? [words.untouched(files)] : []),
    ...report.notes.map((note) => note[language]),
    ...(tellsSeed(report) ? [words.seedHere(report.exercise, report.seed)] : []),
  ];
  const head = `<b style="color:${passed ? GOOD : BAD}">${passed ? '✔' : '✘'} ${escapeXml(exercise)}</b> ${escapeXml(title[language])} – ${escapeXml(words.points(points, of))}`;
  return `<div><p>${head}</p>\n${body.join('\n')}\n${notes.map((note) => `<p style="opacity:.75">${escapeXml(note)}</p>`).join('\n')}</div>`;
}

function partHtml(part: PartReport, whole: boolean, again: boolean, language: Language): string {
  const words = REPORT_WORDS[language];
  const { verdict, mistake, passed } = part;
  const hidden = part.hidden ? words.hidden : '';
  const line = `<span style="color:${passed ? GOOD : BAD}">${passed ? '✔' : '✘'}</span> ${escapeXml(part.title[language])}${hidden} <span style="opacity:.75">${part.points} / ${part.of}</span>`;
  if (passed) return `<div>${line}</div>`;
  if (again)
    return `<div>${line} <span style="opacity:.75">– ${escapeXml(words.same)}</span></div>`;
  const { message, picture, trace = [] } = verdict;
  const [expected, actual] = [
    inWords(verdict.expected, language),
    inWords(verdict.actual, language),
  ];
  const parts = [
    `<div style="white-space:pre-wrap">${escapeXml(message[language])}</div>`,
    ...(expected === undefined ? [] : [labelled(words.expected, expected)]),
    ...(actual === undefined || (whole && isIn(picture, verdict.actual))
      ? []
      : [labelled(expected === undefined ? words.said : words.actual, actual)]),
    ...(mistake
      ? [`<div style="color:${HINT}">${words.mistake}${escapeXml(mistake[language])}</div>`]
      : []),
    ...(whole && picture ? [figureHtml(picture, language)] : []),
    ...(whole && showsCalls(verdict)
      ? [
          `<div style="opacity:.75">${words.calls}</div><pre>${escapeXml(trace.map(callLine).join('\n'))}</pre>`,
        ]
      : []),
  ];
  return `<div>${line}<div style="margin-left:1.5em">${parts.join('\n')}</div></div>`;
}

function labelled(label: string, value: string): string {
  const text = escapeXml(value);
  return value.includes('\n')
    ? `<div>${label}</div><pre>${text}</pre>`
    : `<div>${label} <code>${text}</code></div>`;
}

function figureHtml(figure: Figure, language: Language): string {
  return figure.toHTML(language);
}
