/** A plugin's sources with parts replaced: which lines they have, and how a changed header is found. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compileUnit } from '../../src/cell/compile-unit';
import { libraryEntry, pluginFolder, type PluginFolder } from '../../src/cell/plugin-folder';
import { replacedPlugin } from '../../src/cell/replaced-plugin';
import { findToolchain } from '../../src/cell/toolchain';

const FILES = {
  'part.h': `#pragma once
// ANCHOR: size
constexpr int size = 1;
// ANCHOR_END: size
`,
  'whole.h': '#pragma once\n#include "part.h"\n',
  'whole.cpp': `#include "whole.h"
// ANCHOR: check
static_assert(size == 1, "the header is as it was");
// ANCHOR_END: check
int last = size;
`,
};

function folder(): PluginFolder {
  const path = mkdtempSync(join(tmpdir(), 'replaced-plugin-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(path, name), text);
  return {
    name: 'partsPlugin',
    path,
    sources: ['whole.cpp'],
    headers: ['part.h', 'whole.h'],
    creators: [],
  };
}

test('lines of the file stay the file’s, lines of the text are the text’s', () => {
  const plugin = folder();
  try {
    const { units } = replacedPlugin(plugin, { check: 'int a;\nint b;' });
    const path = JSON.stringify(join(plugin.path, 'whole.cpp'));
    assert.is(
      units[0]?.text,
      `#line 1 ${path}
#include "whole.h"
// ANCHOR: check
#line 1 "check"
int a;
int b;
#line 4 ${path}
// ANCHOR_END: check
int last = size;
`,
    );
    assert.equal(units[0]?.shown, { check: 'int a;\nint b;' });
  } finally {
    rmSync(plugin.path, { recursive: true });
  }
});

test('a changed header is what the others include, through unchanged ones too', async () => {
  const plugin = folder();
  try {
    const { units } = replacedPlugin(plugin, {
      size: 'constexpr int size = 2;',
      check: 'static_assert(size == 2, "the header is changed");',
    });
    const [unit] = units;
    if (!unit) throw new Error('no unit');
    assert.match(readFileSync(join(unit.folders[0] ?? '', 'part.h'), 'utf8'), 'size = 2');
    const { object } = await compileUnit(unit, findToolchain(), {});
    assert.ok(readFileSync(object).length > 0);
  } finally {
    rmSync(plugin.path, { recursive: true });
  }
});

test('the entry of every plugin’s library has the creators that the workbook’s own library has', () => {
  const own = readFileSync('native/plugins/pluginLibrary.cpp', 'utf8');
  const listed = [...own.matchAll(/static (workbook::\w+Creator) /g)].map(([, name]) => name);
  const folders = [...own.matchAll(/^#include "(\w+Plugin)\//gm)].map(([, name = '']) => name);
  const found = [...new Set(folders)].flatMap((name) => {
    const plugin = pluginFolder(name);
    assert.ok(plugin.creators.length > 0, name);
    assert.match(libraryEntry(plugin), `nbCreators = ${plugin.creators.length};`);
    return plugin.creators;
  });
  assert.ok(listed.length > 5);
  assert.equal(found.sort(), listed.sort());
});

test.run();
