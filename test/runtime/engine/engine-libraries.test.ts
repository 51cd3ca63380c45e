import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EngineFileError, LibraryError } from '../../../src/errors';
import { probeLibrary } from '../../../src/native-loader';
import { readEngineFile, writeEngineFile } from '../../../src/runtime/engine/engine-file';
import {
  loadLibraries,
  requireHostCodeAllowed,
  serializeLibraries,
} from '../../../src/runtime/engine/engine-libraries';
import { addLogger } from '../../../src/runtime/logger';
import type { PlanLibrary } from '../../../src/runtime/engine/plan';
import { getPluginRegistry } from '../../../src/runtime/plugin/plugin-registry';
import { samplePlan } from '../sample-plan';

const folder = mkdtempSync(join(tmpdir(), 'workbook-libraries-test-'));
const temporary = join(folder, 'tmp');
mkdirSync(temporary);
process.env['TMPDIR'] = temporary;
test.after(() => rmSync(folder, { recursive: true, force: true }));

const PROBE = { name: 'Probe', version: '2', namespace: '' };
const isRegistered = (): boolean =>
  getPluginRegistry()
    .getAllCreators()
    .some((creator) => creator.getPluginName() === 'Probe');

/** What a library is after a trip through an engine file. */
function throughFile(paths: readonly string[]): PlanLibrary[] {
  const plan = { ...samplePlan(), libraries: serializeLibraries(paths) };
  return readEngineFile(writeEngineFile(plan)).libraries;
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof LibraryError || error instanceof EngineFileError) return error.code;
    throw error;
  }
  return 'accepted';
}

function logged(act: () => void): string[] {
  const messages: string[] = [];
  const remove = addLogger((severity, message) => messages.push(`${severity} ${message}`));
  act();
  remove();
  return messages.filter((message) => message.startsWith('kERROR'));
}

test('a library travels in the engine and is in the registry while an engine uses it', () => {
  const libraries = throughFile([probeLibrary]);
  assert.is(libraries[0]?.name, 'libworkbook_probe.so');
  assert.not(isRegistered());
  const release = loadLibraries(libraries, [PROBE]);
  assert.is(getPluginRegistry().getCreator('Probe', '2').getPluginName(), 'Probe');
  const leftOver = readdirSync(temporary).filter((name) => name.startsWith('workbook-engine-'));
  assert.equal(leftOver, [], 'the file is gone at once');

  const before = getPluginRegistry().getAllCreators().length;
  const releaseSecond = loadLibraries(throughFile([probeLibrary]), [PROBE]);
  assert.is(getPluginRegistry().getAllCreators().length, before, 'not loaded a second time');
  release();
  release();
  assert.ok(isRegistered(), 'the second engine still uses it');
  releaseSecond();
  assert.not(isRegistered());
});

test('what the caller has registered is left alone', () => {
  const handle = getPluginRegistry().loadLibrary(probeLibrary);
  try {
    const errors = logged(() => loadLibraries(throughFile([probeLibrary]), [PROBE])());
    assert.equal(errors, []);
    // Without knowing what is needed the registry is asked, and refuses.
    loadLibraries(throughFile([probeLibrary]))();
    assert.ok(isRegistered());
    const other = { ...PROBE, name: 'Absent' };
    assert.is(
      codeOf(() => loadLibraries(throughFile([probeLibrary]), [other])),
      'LIBRARY_NOT_LOADED',
    );
    assert.ok(isRegistered());
  } finally {
    getPluginRegistry().deregisterLibrary(handle);
  }
});

test('a failure leaves nothing behind and names the library', () => {
  const broken = join(folder, 'libbroken.so');
  writeFileSync(broken, Buffer.from('\x7fELF and nothing else', 'latin1'));
  try {
    loadLibraries(throughFile([probeLibrary, broken]));
    assert.unreachable();
  } catch (error) {
    assert.instance(error, LibraryError);
    assert.is((error as LibraryError).code, 'LIBRARY_NOT_LOADED');
    assert.match((error as Error).message, /libbroken\.so/);
    assert.not.match((error as Error).message, /workbook-engine-/);
  }
  assert.not(isRegistered());
  const leftOver = readdirSync(temporary).filter((name) => name.startsWith('workbook-engine-'));
  assert.equal(leftOver, []);
});

test('two libraries may have one file name', () => {
  mkdirSync(join(folder, 'other'));
  const copy = join(folder, 'other', 'libworkbook_probe.so');
  copyFileSync(probeLibrary, copy);
  const libraries = throughFile([probeLibrary, copy]);
  loadLibraries(libraries, [PROBE])();
  assert.not(isRegistered());
});

test('only what is a library goes into an engine', () => {
  const text = join(folder, 'readme.txt');
  writeFileSync(text, 'no library');
  assert.throws(
    () => serializeLibraries([text]),
    /readme\.txt into the engine: it is no shared library/,
  );
  assert.throws(() => serializeLibraries([join(folder, 'absent.so')]), /ENOENT/);
  assert.is(
    codeOf(() => serializeLibraries([folder])),
    'LIBRARY_NOT_READ',
  );
});

test('code in an engine runs only where the runtime allows it', () => {
  const libraries = throughFile([probeLibrary]);
  assert.is(
    codeOf(() => requireHostCodeAllowed(libraries, false)),
    'ENGINE_HOST_CODE',
  );
  assert.throws(
    () => requireHostCodeAllowed(libraries, false),
    /setEngineHostCodeAllowed\(true\).*libworkbook_probe\.so/,
  );
  requireHostCodeAllowed(libraries, true);
  requireHostCodeAllowed([], false);
});
test.run();
