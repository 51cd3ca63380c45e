/** Programs of one text: what they print, how they end, what is found in them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runCpp } from '../../src/cell';
import { crashPicture } from '../../src/display/crash-picture';
import { guiltyFrame } from '../../src/lab/frame';

const KERNEL = String.raw`#include <NvInfer.h>
#include <cstdio>
__global__ void twice(float* x) { x[threadIdx.x] *= 2; }
int main(int count, char** words) {
    float* x;
    cudaMallocManaged(&x, 4 * sizeof(float));
    x[3] = 21;
    twice<<<1, 4>>>(x);
    cudaDeviceSynchronize();
    std::printf("%g %d %s\n", x[3], getInferLibMajorVersion(), words[count - 1]);
    cudaFree(x);
}`;

test('kernels, TensorRT’s headers and arguments; the second time nothing is compiled', async () => {
  const first = await runCpp(KERNEL, { args: ['last'] });
  assert.equal([first.stdout, first.exitCode, first.crash], ['42 10 last\n', 0, null]);
  assert.is(first.toText(), '42 10 last');
  assert.is(
    first.toHTML(),
    '<pre style="white-space:pre-wrap;margin:0;padding:0 5px;font-size:13px;line-height:1.31">42 10 last</pre>',
  );
  const again = await runCpp(KERNEL, { args: ['again'] });
  assert.is(again.stdout, '42 10 again\n');
  const { outcome, compileMs } = again.toJSON() as { outcome: string; compileMs: number };
  assert.is(outcome, 'exited');
  assert.ok(compileMs > 0);
});

test('two runs of the same text at the same time', async () => {
  const text = `${KERNEL}\n// ${process.pid} ${Date.now()}`;
  const runs = await Promise.all(['a', 'b', 'c'].map((word) => runCpp(text, { args: [word] })));
  assert.equal(
    runs.map(({ stdout }) => stdout),
    ['42 10 a\n', '42 10 b\n', '42 10 c\n'],
  );
});

test('a crash names its line, and what was printed before it is not lost', async () => {
  const program = await runCpp(String.raw`#include <cstdio>
static void store(int* where) {
    *where = 3;
}
int main() {
    std::puts("before");
    store(nullptr);
}`);
  assert.is(program.signal, 'SIGSEGV');
  assert.is(program.crash?.cause, 'nullPointer');
  const guilty = guiltyFrame(program.backtrace);
  assert.equal([guilty?.file, guilty?.line], ['cell', 3]);
  assert.is(guilty?.source?.find((line) => line.guilty)?.text, '    *where = 3;');
  const text = program.toText();
  assert.match(
    text,
    /^before\ndied of SIGSEGV: write of address 0x0: a null pointer\nstore \(line 3\)\n/,
  );
  assert.match(text, '> 3 |     *where = 3;');
  assert.match(text, 'called from main (line 7)');
  assert.match(program.toText('zh'), '第 3 行');
  assert.match(crashPicture(program).toText(), '*where = 3;');
});

test('abort, exit, an exception, nothing printed', async () => {
  const head = '#include <cstdlib>\n#include <stdexcept>\n';
  const ends = await Promise.all(
    ['std::abort();', 'std::exit(3);', 'throw std::runtime_error("no factor");', ''].map((body) =>
      runCpp(`${head}int main() { ${body} }`, { debugger: false }),
    ),
  );
  assert.equal(
    ends.map(({ outcome, exitCode, signal }) => [outcome, exitCode, signal]),
    [
      ['died', null, 'SIGABRT'],
      ['exited', 3, null],
      ['died', null, 'SIGABRT'],
      ['exited', 0, null],
    ],
  );
  assert.match(ends[2]?.toText() ?? '', 'no factor');
  assert.equal([ends[1]?.toText(), ends[3]?.toText()], ['exit code 3', '(printed nothing)']);
});

test('a loop without end is stopped at its line', async () => {
  const program = await runCpp(
    'int main() {\n    volatile int i = 0;\n    for (;;) i = i + 1;\n}',
    {
      timeMs: 1000,
      debugger: false,
    },
  );
  assert.equal([program.outcome, program.limit], ['timedOut', 'time']);
  assert.match(program.toText(), /^stopped: it did not end within the time limit\nmain \(line 3\)/);
});

test('of very much output the beginning is kept, and the figure is short', async () => {
  const program = await runCpp(
    '#include <cstdio>\nint main() { for (int i = 0; i < 200000; ++i) std::printf("%09d\\n", i); }',
  );
  assert.is(program.stdout.length, 2 ** 20);
  assert.ok(program.outputCut);
  assert.ok(program.toText().split('\n').length < 80);
  assert.match(program.toText(), '… it printed more, which was not kept');
});

test('memcheck and AddressSanitizer name lines of the text', async () => {
  const checked = await runCpp(
    `__global__ void past(int* x) {
    x[threadIdx.x + 1] = 1;
}
int main() {
    int* x;
    cudaMalloc(&x, 4 * sizeof(int));
    past<<<1, 4>>>(x);
    return cudaDeviceSynchronize() == cudaSuccess ? 0 : 1;
}`,
    { check: true },
  );
  const [finding] = checked.findings;
  assert.equal([finding?.tool, finding?.kind], ['memcheck', 'outOfBounds']);
  assert.equal([finding?.frames[0]?.file, finding?.frames[0]?.line], ['cell', 2]);
  assert.not.match(checked.toText(), /0x[\da-f]{5}/);

  const sanitized = await runCpp(
    `int main() {
    int* x = new int[4];
    delete[] x;
    return x[2];
}`,
    { sanitize: 'address', debugger: false },
  );
  const [found] = sanitized.findings;
  assert.is(found?.kind, 'heap-use-after-free');
  assert.equal([found?.frames[0]?.file, found?.frames[0]?.line], ['cell', 4]);
  assert.match(sanitized.toText(), /freed by: main \(line 3\)/);
  assert.is(sanitized.toText().match(/heap-use-after-free/g)?.length, 1);
});

test('a file, with a header beside it; a changed header is seen', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cell-file-'));
  const file = join(folder, 'mine.cpp');
  try {
    writeFileSync(file, '#include "mine.h"\nint main() { return MINE; }\n');
    writeFileSync(join(folder, 'mine.h'), '#define MINE 5\n');
    assert.is((await runCpp({ file })).exitCode, 5);
    writeFileSync(join(folder, 'mine.h'), '#define MINE 16\n');
    assert.is((await runCpp({ file })).exitCode, 16);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a warning is shown, and functions of native/plugins/common are linked', async () => {
  const program = await runCpp(`#include "common/pluginField.h"
#include <cstdio>
int main() {
    int unused;
    std::puts(workbook::fieldTypeName(nvinfer1::PluginFieldType::kFLOAT64).c_str());
}`);
  assert.is(program.stdout, 'kFLOAT64\n');
  assert.is(program.warnings[0]?.line, 4);
  assert.match(program.toText(), "line 4: warning: unused variable 'unused'");
});

test.run();
