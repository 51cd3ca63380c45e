/** Kernels' signals are handled in the process in which V8 has a SIGSEGV handler of its own: both keep working. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildAddScalar, run, withContext } from '../runtime/add-scalar-engine';

/** What this file uses of WebAssembly; the type library of Node alone does not have it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: Record<string, unknown> };
};

// (module (memory 1) (func (export "f") (param i32) (result i32) local.get 0 i32.load))
const MODULE = new WebAssembly.Module(
  Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f],
    ...[3, 2, 1, 0, 5, 3, 1, 0, 1],
    ...[7, 5, 1, 1, 0x66, 0, 0],
    ...[10, 9, 1, 7, 0, 0x20, 0, 0x28, 2, 0, 0x0b],
  ),
);

function readFarOutside(): void {
  const { f } = new WebAssembly.Instance(MODULE).exports;
  assert.type(f, 'function');
  (f as (address: number) => number)(0x7ffffff0);
}

test('WebAssembly traps before, between and after kernels', async () => {
  assert.throws(readFarOutside, /out of bounds/);
  await withContext(await buildAddScalar('2', 1.5), async (context, stream) => {
    assert.equal(await run(context, stream, [[1, 2, 3, 4]]), [2.5, 3.5, 4.5, 5.5]);
    assert.throws(readFarOutside, /out of bounds/);
    assert.equal(await run(context, stream, [[1, 2, 3, 4]]), [2.5, 3.5, 4.5, 5.5]);
    assert.throws(readFarOutside, /out of bounds/);
  });
});
test.run();
