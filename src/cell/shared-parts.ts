import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileUnit } from './compile-unit';
import { unitOf } from './cpp-source';
import { PLUGINS, type BuildVariant, type Toolchain } from './toolchain';

const COMMON = join(PLUGINS, 'common');
const INCLUDE = /^\s*#\s*include\s*[<"](?:common\/)?([\w.]+)[>"]/gm;

/** The sources of native/plugins/common. */
export function commonSources(): string[] {
  return readdirSync(COMMON)
    .filter((name) => name.endsWith('.cpp'))
    .map((name) => join(COMMON, name));
}

/**
 * Objects of native/plugins/common for a text that includes one of its headers whose functions are in a source.
 * @throws {CppError} `CPP_COMPILE_FAILED`
 */
export async function commonObjects(
  text: string,
  toolchain: Toolchain,
  variant: BuildVariant,
): Promise<string[]> {
  const included = [...text.matchAll(INCLUDE)].map(([, name = '']) => join(COMMON, name));
  if (!included.some(bringsSource)) return [];
  return compileFiles(commonSources(), toolchain, variant);
}

/** Whether a header has functions that are elsewhere, itself or by what it includes of the same folder. */
function bringsSource(header: string): boolean {
  if (!existsSync(header)) return false;
  if (existsSync(header.replace(/\.\w+$/, '.cpp'))) return true;
  const inside = [...readFileSync(header, 'utf8').matchAll(INCLUDE)];
  return inside.some(
    ([, name = '']) => join(COMMON, name) !== header && bringsSource(join(COMMON, name)),
  );
}

/** Compiles files as they are, at the same time. @throws {CppError} `CPP_COMPILE_FAILED` */
export async function compileFiles(
  files: readonly string[],
  toolchain: Toolchain,
  variant: BuildVariant,
): Promise<string[]> {
  const made = await Promise.allSettled(
    files.map((file) => compileUnit(unitOf({ file }), toolchain, variant)),
  );
  return allOf(made).map(({ object }) => object);
}

/** What all gave, once all have ended: nothing goes on behind the caller's back. @throws what the first that failed threw */
export function allOf<Result>(ended: readonly PromiseSettledResult<Result>[]): Result[] {
  return ended.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}
