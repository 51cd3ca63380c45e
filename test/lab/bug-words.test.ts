/** What the lab says about a mistake, it says in Chinese too, and loses no name and no code on the way. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Bilingual } from '../../src/display/figure';
import { table } from '../../src/display/table';
import { bugs, type Bug } from '../../src/lab/bugs';

const CHINESE = /\p{Script=Han}/u;
/** What somebody would search for: code, functions, types, macros, signals, options, files, issues. */
const NAMES =
  /`[^`]+`|[\w:]+\(\)|\bk[A-Z]\w+|\b[A-Z]+(?:_[A-Z]+)+\b|\bI[A-Z]\w+|\bstd::\w+|(?<=\s)--?[A-Za-z][\w-]+|\b[\w/-]+\.(?:jsonl|md|log|so|cpp)\b|\bSIG[A-Z]+\b|\bissues? \d+|\bcuda[A-Z]\w+/g;

const textsOf = ({ title, symptom, message, shown, cause, fix, never }: Bug) =>
  Object.entries({ title, symptom, from: message.from, shown, cause, fix, never });

const namesIn = (text: string): string[] =>
  (text.match(NAMES) ?? []).map((name) => name.replace(/^issues /, 'issue '));

function sameNames({ en, zh }: Bilingual, part: string): void {
  for (const name of namesIn(en))
    assert.ok(zh.includes(name), `${part}: ${name} is not in "${zh}"`);
}

for (const bug of bugs()) {
  test(`${bug.name}: every text is there in Chinese, with the names of the English one`, () => {
    for (const [part, text] of textsOf(bug)) {
      assert.match(text.zh, CHINESE, `${part}: "${text.zh}"`);
      assert.not.match(text.en, CHINESE, `${part}: "${text.en}"`);
      sameNames(text, part);
    }
  });

  test(`${bug.name}: the message is as it was printed, or says in Chinese what is not a message`, () => {
    const { text } = bug.message;
    assert.ok(text.en.length > 0);
    if (text.zh !== text.en) assert.match(text.zh, CHINESE);
    assert.is(text.en.startsWith('no message'), text.zh.startsWith('没有报错'));
    sameNames(text, 'message');
  });
}

test('the Chinese texts say different things of different mistakes', () => {
  for (const part of ['title', 'symptom', 'cause', 'fix', 'never'] as const) {
    const english = new Set(bugs().map((bug) => bug[part].en));
    assert.is(new Set(bugs().map((bug) => bug[part].zh)).size, english.size, part);
  }
});

test('the names are found in texts', () => {
  const text =
    'Call `f x`, createPlugin() with --check: IPluginV3 throws SIG_NONE, kINT8, issue 5.';
  assert.equal(namesIn(text), [
    ...['`f x`', 'createPlugin()', '--check', 'IPluginV3', 'SIG_NONE', 'kINT8', 'issue 5'],
  ]);
});

test('a table of mistakes is in the language of its reader', () => {
  const figure = table(
    ['', { en: 'what one sees', zh: '症状' }],
    bugs().map(({ number, symptom }) => [number, symptom]),
  );
  const [first] = bugs();
  assert.ok(first);
  for (const [language, title] of [
    ['en', 'what one sees'],
    ['zh', '症状'],
  ] as const) {
    const other = first.symptom[language === 'en' ? 'zh' : 'en'];
    for (const form of [figure.toHTML(language), figure.toText(language)]) {
      assert.ok(form.includes(title), title);
      assert.ok(form.includes(first.symptom[language]));
      assert.not.ok(form.includes(other));
    }
  }
});

test.run();
