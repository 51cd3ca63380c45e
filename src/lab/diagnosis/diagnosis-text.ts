import type { Language } from '../../display/figure';
import type { Diagnosis, StepResult } from './diagnosis';
import { shortened } from './evidence';
import type { Fault } from './mistake';
import { mistakeNamed } from './mistakes';
import { stepNamed } from './steps';

const SIGNS: Record<StepResult['verdict'], string> = {
  ok: '✓',
  wrong: '✗',
  notReached: '–',
  cannotTell: '–',
};
const WORDS = {
  en: {
    notReached: 'not reached',
    cannotTell: 'not asked',
    saw: 'saw',
    why: 'why',
    try: 'try',
    see: 'see',
    ok: 'Nothing wrong was found.',
    incomplete: 'Nothing wrong was found, but not everything could be asked.',
    weak: 'would break',
    note: 'note',
  },
  zh: {
    notReached: '未到达',
    cannotTell: '未询问',
    saw: '看到',
    why: '原因',
    try: '试试',
    see: '参见',
    ok: '没有发现问题。',
    incomplete: '没有发现问题，但有些问题无法询问。',
    weak: '隐患',
    note: '注',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** A diagnosis on one screen. */
export function diagnosisText(
  diagnosis: Diagnosis,
  language: Language = 'en',
  width = 100,
): string {
  const words = WORDS[language];
  const lines = [diagnosis.subject, ''];
  for (const { step, verdict } of diagnosis.steps) {
    const { question } = stepNamed(step);
    const rest =
      verdict === 'notReached' || verdict === 'cannotTell' ? `  (${words[verdict]})` : '';
    lines.push(`  ${SIGNS[verdict]} ${question[language]}${rest}`);
  }
  lines.push('');
  diagnosis.faults.forEach((fault) => lines.push(...faultLines(fault, '✗', language, width), ''));
  diagnosis.weaknesses.forEach((fault) =>
    lines.push(...faultLines(fault, `! ${words.weak}:`, language, width), ''),
  );
  if (diagnosis.verdict === 'ok') lines.push(words.ok, '');
  if (diagnosis.verdict === 'cannotTell') lines.push(words.incomplete, '');
  diagnosis.notes.forEach((note) => lines.push(...wrapped(`${words.note}: ${note}`, '  ', width)));
  return `${lines.join('\n').trimEnd()}\n`;
}

function faultLines(fault: Fault, sign: string, language: Language, width: number): string[] {
  const words = WORDS[language];
  const { title, why, try: actions, bug } = mistakeNamed(fault.mistake);
  const who = [fault.plugin, fault.method && `${fault.method}()`].filter(Boolean).join(' ');
  return [
    `${sign} ${title[language]}${who ? ` – ${who}` : ''}  [${fault.mistake}]`,
    ...fault.saw.flatMap((each) =>
      wrapped(`${words.saw}: ${shortened(each, 3 * width)}`, '    ', width),
    ),
    ...wrapped(`${words.why}: ${why[language]}`, '    ', width),
    ...actions.flatMap((each) => wrapped(`${words.try}: ${each[language]}`, '    ', width)),
    ...(bug ? [`    ${words.see}: native/broken/${bug}/`] : []),
  ];
}

/** Lines of at most `width` characters, broken at spaces; what has none is broken anywhere. */
function wrapped(text: string, indent: string, width: number): string[] {
  const room = width - indent.length;
  const lines: string[] = [];
  let line = '';
  for (const word of text.replace(/\s+/g, ' ').split(' ')) {
    if (line !== '' && columns(line) + 1 + columns(word) > room) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
    while (columns(line) > room) {
      const part = fitting(line, room);
      lines.push(part);
      line = `  ${line.slice(part.length)}`;
    }
  }
  if (line.trim() !== '') lines.push(line);
  return lines.map((each) => indent + each);
}

/** Chinese characters take two columns. */
const columns = (text: string): number =>
  Array.from(text).reduce(
    (sum, character) => sum + (/[\u2e80-\u9fff\uff00-\uffef]/.test(character) ? 2 : 1),
    0,
  );

function fitting(text: string, room: number): string {
  let part = '';
  for (const character of text) {
    if (columns(part + character) > room) break;
    part += character;
  }
  return part;
}
