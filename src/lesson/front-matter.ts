/** Front matter: YAML between two lines `---` at the top of a lesson. */
import { isMap, isPair, isScalar, parseDocument, type Scalar } from 'yaml';
import type { FrontMatter, Report } from './lesson';

const KEYS = ['title', 'minutes', 'needs', 'can', 'questions'];

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function textsOf(value: unknown): ReadonlyMap<string, string> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value);
  return entries.every((entry): entry is [string, string] => isText(entry[1]))
    ? new Map(entries)
    : null;
}

/**
 * Reads front matter.
 *
 * @param text What stands between the two lines.
 * @param report Takes what is wrong, with lines of the file: `text` starts in line 2.
 */
export function parseFrontMatter(text: string, report: Report): FrontMatter {
  const front: FrontMatter = { title: '', minutes: 0, needs: [], can: '', questions: new Map() };
  const wrong = (line: number, message: string): void => report(line, 'front-matter', message);
  const document = parseDocument(text, { strict: true });
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length + 1;
  for (const error of document.errors)
    wrong(lineAt(error.pos[0]), error.message.split('\n')[0] ?? '');
  if (document.errors.length > 0) return front;
  if (!isMap(document.contents)) {
    wrong(1, 'the front matter must name title and minutes');
    return front;
  }
  for (const pair of document.contents.items) {
    if (!isPair(pair) || !isScalar(pair.key)) continue;
    const key = String(pair.key.value);
    const [offset = 0] = (pair.key as Scalar).range ?? [];
    if (!KEYS.includes(key)) wrong(lineAt(offset), `"${key}" is none of ${KEYS.join(', ')}`);
  }
  const values = document.toJS() as Record<string, unknown>;
  if (isText(values['title'])) front.title = values['title'];
  else wrong(1, 'title is missing');
  const minutes = values['minutes'];
  if (typeof minutes === 'number' && Number.isInteger(minutes) && minutes >= 1)
    front.minutes = minutes;
  else wrong(1, 'minutes must be a whole number from 1 on');
  const needs = values['needs'] ?? [];
  if (Array.isArray(needs) && needs.every((one) => typeof one === 'string' && /^\d\d$/.test(one)))
    front.needs = needs as string[];
  else wrong(1, "needs must be a list of lessons' numbers: ['01', '02']");
  if (values['can'] === undefined || isText(values['can'])) front.can = values['can'] ?? '';
  else wrong(1, 'can must be a text');
  const questions = textsOf(values['questions'] ?? {});
  if (questions !== null) front.questions = questions;
  else wrong(1, 'questions must be texts by the anchors of their sections');
  return front;
}
