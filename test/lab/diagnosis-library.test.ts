/** `workbook diagnose LIBRARY.so` over plugins of other names with one defect each, and over the workbook's own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildPluginLibrary } from '../../src/build/plugin-library';
import { diagnoseLibrary, diagnosisText, type Diagnosis } from '../../src/lab/diagnosis';
import type { LibraryOptions } from '../../src/lab/diagnosis';
import { libraryFacts } from '../../src/lab/diagnosis/library/library-facts';
import { pluginLibrary, probeLibrary, projectRoot } from '../../src/native-loader';

const SOURCES = join(projectRoot, 'test', 'lab', 'fixtures', 'planted');

/** By the number of the defect in blend.cu, an IPluginV3 that exports getCreators(). */
const BLEND: (string | null)[] = [
  null,
  'fields field-names-as-fields',
  'shapes past-nbdims',
  'formats throw-in-noexcept',
  'build hang',
  'enqueue hang',
  'enqueue workspace-is-null',
  'memory wrote-past-its-memory',
  'enqueue enqueue-failed',
  'enqueue synchronise-while-capturing',
  'enqueue depends-on-earlier-runs',
  'enqueue depends-on-earlier-runs',
  'serialisation clone-loses-state',
  'serialisation field-of-freed-memory',
  'serialisation bool-as-int32',
  'lifetime double-free',
  'memory device-memory-on-host',
  'memory stack-overflow',
  'fields no-plugin',
  'creator names-differ',
  'enqueue launch-never-ran',
  'memory type-too-wide',
  'lifetime no-clone',
  'shapes crash-in-shapes',
  'load crash-while-loading',
  'lifetime clone-is-itself',
  'formats no-supported-format',
  'serialisation field-of-freed-memory',
  null, // refuses a tensor without elements: a weakness
  'fields empty-field-list',
  'lifetime crash-at-exit',
  'shapes past-nbdims',
  null, // a host pointer in a kernel: only the sources tell, see below
];
/** The same of join.cpp, an IPluginV2DynamicExt that registers by the macro. */
const JOIN: (string | null)[] = [
  null,
  'serialisation namespace-of-the-clone',
  'serialisation null-string',
  'serialisation serialises-too-much',
  'serialisation stale-engine',
  'lifetime not-destroyed',
  'lifetime double-free',
  'shapes throw-in-noexcept',
  'build hang',
  'shapes past-nbdims',
  null, // takes kINT8 only, which is no defect of its own
  'serialisation stale-engine',
  'memory wrote-past-its-memory',
  'enqueue synchronise-while-capturing',
  'fields empty-field-list',
  'serialisation clone-loses-state',
];

const folder = mkdtempSync(join(tmpdir(), 'workbook-planted-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

async function build(file: string, defect: number): Promise<string> {
  const output = join(folder, `${file}-${defect}`, 'libplanted.so');
  const options = [`-DDEFECT=${defect}`, '-g', '-O1'];
  await buildPluginLibrary({ sources: [join(SOURCES, file)], output, options });
  return output;
}

const named = ({ faults }: Diagnosis): string | null => {
  const [first] = faults;
  return first ? `${first.step} ${first.mistake}` : null;
};
const quick: LibraryOptions = { timeMs: 8000 };

for (const [file, table] of [
  ['blend.cu', BLEND],
  ['join.cpp', JOIN],
] as const) {
  table.forEach((expected, defect) => {
    test(`${file} with defect ${defect}: ${expected ?? 'nothing'}`, async () => {
      const diagnosis = await diagnoseLibrary(await build(file, defect), quick);
      assert.is(named(diagnosis), expected, JSON.stringify(diagnosis.faults));
      assert.is(diagnosis.verdict, expected === null ? 'ok' : 'wrong');
    });
  });
}

test('a weakness is told and is no fault', async () => {
  const { verdict, weaknesses } = await diagnoseLibrary(await build('blend.cu', 28), quick);
  assert.is(verdict, 'ok');
  assert.equal(
    weaknesses.map(({ mistake }) => mistake),
    ['empty-tensor'],
  );
});

test('with the sources, memcheck sees a host pointer in a kernel', async () => {
  const library = await build('blend.cu', 32);
  const wrapper = join(folder, 'wrapped.cu');
  writeFileSync(wrapper, `#define DEFECT 32\n#include "${join(SOURCES, 'blend.cu')}"\n`);
  const diagnosis = await diagnoseLibrary(library, { timeMs: 20_000, sources: [wrapper] });
  assert.is(named(diagnosis), 'memory host-memory-in-kernel', JSON.stringify(diagnosis.faults));
  assert.match(diagnosis.faults[0]?.place ?? '', /blend\.cu:\d+$/);
});

test('--all goes on behind the first fault', async () => {
  const { faults } = await diagnoseLibrary(await build('blend.cu', 12), { ...quick, all: true });
  assert.ok(faults.some(({ mistake }) => mistake === 'clone-loses-state'));
});

test('what is no library is said to be none', async () => {
  const text = join(folder, 'libtext.so');
  const archive = join(folder, 'libarchive.so');
  writeFileSync(text, 'not a library');
  writeFileSync(archive, '!<arch>\n/               0           0     0     0       0         `\n');
  const cases: [string, string][] = [
    [join(folder, 'libnone.so'), 'load not-there'],
    [text, 'load no-shared-library'],
    [archive, 'load no-shared-library'],
  ];
  for (const [path, expected] of cases) assert.is(named(await diagnoseLibrary(path)), expected);
});

test('of the file: entry points, registry, signatures that override nothing', async () => {
  const blend = await libraryFacts(await build('blend.cu', 6));
  assert.equal(blend.entryPoints, ['getCreators', 'setLoggerFinder']);
  assert.not(blend.usesRegistry);
  assert.ok(blend.build.debug && !blend.build.sanitizer && !blend.build.checked);
  const join0 = await libraryFacts(await build('join.cpp', 0));
  assert.equal(join0.entryPoints, []);
  assert.ok(join0.usesRegistry);
  assert.equal(join0.undefinedSymbols, []);
  assert.equal(join0.notOverriding, []);
});

test('nothing is wrong with the plugins of the workbook; what needs other inputs is not blamed', async () => {
  for (const library of [pluginLibrary, probeLibrary]) {
    const diagnosis = await diagnoseLibrary(library, { timeMs: 30_000 });
    assert.is(named(diagnosis), null, JSON.stringify(diagnosis.faults));
    assert.is(diagnosis.verdict, 'cannotTell');
    assert.ok(diagnosis.notes.some((note) => note.includes('refused every input')));
  }
});

test('the text has every question, the evidence, the reason and what to try, in both languages', async () => {
  const diagnosis = await diagnoseLibrary(await build('join.cpp', 2), quick);
  const english = diagnosisText(diagnosis, 'en', 80);
  assert.match(english, /✓ Does the library load\?/);
  assert.match(english, /✗ Does it survive serialisation\?/);
  assert.match(english, /getPluginNamespace.*a null pointer/s);
  assert.match(english, /why: TensorRT makes a std::string/);
  assert.match(english, /try: Initialise it/);
  assert.ok(english.split('\n').every((line) => line.length <= 80));
  assert.match(diagnosisText(diagnosis, 'zh', 80), /✗ 能正确序列化吗？/);
});

test.run();
