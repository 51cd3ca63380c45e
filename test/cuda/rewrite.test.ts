/** What the rewriter makes of single constructs, and that lines stay where they are. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CudaSyntaxError, rewriteCuda } from '../../src/cuda/rewrite';

const PUSH = '::workbook::emulator::workbookPushLaunch';
const launched = (callee: string, configuration: string, args: string): string =>
  `(${PUSH}(${configuration}) ? (void)0 : ${callee}(${args}))`;

const launch = suite('rewrite: launch');
const launches: [string, string][] = [
  ['k<<<1, 2>>>(a);', `${launched('k', '1, 2', 'a')};`],
  ['ns::k<T, 3><<<g, b, s, st>>>(a, b);', `${launched('ns::k<T, 3>', 'g, b, s, st', 'a, b')};`],
  ['k<A<B>><<<g, b>>>();', `${launched('k<A<B>>', 'g, b', '')};`],
  ['k<(a > b)><<<g, b>>>(x);', `${launched('k<(a > b)>', 'g, b', 'x')};`],
  ['if (x) k<<<g, b>>>(y);', `if (x) ${launched('k', 'g, b', 'y')};`],
  ['if (x) (*k)<<<g, b>>>(y);', `if (x) ${launched('(*k)', 'g, b', 'y')};`],
  ['return k<<<g, b>>>(y);', `return ${launched('k', 'g, b', 'y')};`],
  ['::k<<<g, b>>>(y);', `${launched('::k', 'g, b', 'y')};`],
  ['a.b->c[i]<<<g, b>>>(y);', `${launched('a.b->c[i]', 'g, b', 'y')};`],
  ['a[f(i)].k<<<g, b>>>(y);', `${launched('a[f(i)].k', 'g, b', 'y')};`],
  ['this->template k<T><<<g, b>>>(y);', `${launched('this->template k<T>', 'g, b', 'y')};`],
  ['k<<<(n + 1) >> 2, dim3(1, 2)>>>(y);', `${launched('k', '(n + 1) >> 2, dim3(1, 2)', 'y')};`],
  ['k << <g, b >> >(y);', `${launched('k', 'g, b ', 'y')};`],
  ['k<<<g, b>>>(f(1), [&] { return x; });', `${launched('k', 'g, b', 'f(1), [&] { return x; }')};`],
  ['k<<<g, b>>>(h<<<1, 1>>>(z));', `${launched('k', 'g, b', launched('h', '1, 1', 'z'))};`],
];
for (const [source, expected] of launches) {
  launch(source, () => assert.is(rewriteCuda(source), expected));
}
const untouched = [
  'auto& s = out.operator<< <int>(3); std::operator<<<char>(out, c);',
  'const char* s = "k<<<1, 2>>>(a);"; char c = \'<\';',
  'auto s = R"x(k<<<1, 2>>>(a)" )x";',
  'int a = x << 3 >> 2; A<B<C<int>>> v; v = A<B<C<int>>>(1);',
  "int n = 1'000'000; float f = 1e-3f; wchar_t w = L'\"';",
  'asm volatile("lock; addl $1, %0" : "+m"(x)); extern int f() __asm__("" "__isoc99_scanf");',
  '__attribute__((__noinline__)) void f(); int __global__x; int shared;',
];
for (const source of untouched) {
  launch(`leaves alone: ${source}`, () => assert.is(rewriteCuda(source), source));
}
launch('keeps the lines of a launch that spans several', () => {
  const source = ['k<T>', '  <<<grid,', '# 7 "a.cu"', '     block>>>(a,', '  b);', 'next();'].join(
    '\n',
  );
  const lines = rewriteCuda(source).split('\n');
  assert.is(lines.length, 6);
  assert.is(lines[2], '# 7 "a.cu"');
  assert.is(lines[5], 'next();');
  assert.match(lines[4] ?? '', /^ {2}b\)\);$/);
});
launch.run();

const kernel = suite('rewrite: kernel');
kernel('keeps the declaration, moves the body, keeps lines', () => {
  const source = [
    'template <class T>',
    '__global__ void __launch_bounds__(256, 2) scale(T* y,',
    '                      const T s, int) {',
    '  y[threadIdx.x] *= s;',
    '}',
    'int after;',
  ].join('\n');
  const lines = rewriteCuda(source).replace(/ +/g, ' ').split('\n');
  assert.is(lines.length, 6);
  assert.is(lines[3], ' y[threadIdx.x] *= s;');
  assert.is(lines[5], 'int after;');
  assert.match(
    lines[1] ?? '',
    /^ void scale\(T\* workbookArgument0, const T workbookArgument1, int workbookArgument2\) \{ .*KernelInfo workbookKernel\{__PRETTY_FUNCTION__, int\(256\)\};/,
  );
  assert.match(
    lines[4] ?? '',
    /^\} \}, workbookArgument0, workbookArgument1, workbookArgument2\); \}$/,
  );
});
kernel('launch bounds may stand before the qualifier', () => {
  const source = 'template <int N> __launch_bounds__(N * 2, 1) __global__ void k(int* p) {}';
  assert.match(
    rewriteCuda(source).replace(/ +/g, ' '),
    /^template <int N> void k\(.*int\(N \* 2\)\}/,
  );
});
kernel('a declaration, an instantiation and a friend only lose the qualifier', () => {
  const source =
    '__global__ void k(float* y); template __global__ void t<int>(int*); struct S { friend __global__ void k(float*); };';
  assert.is(rewriteCuda(source), source.replace(/__global__/g, ' '));
});
const parameters: [string, string[]][] = [
  ['float* __restrict__ a', ['float* __restrict__ workbookArgument0']],
  ['void', []],
  ['int a = f(1, 2), int b = 3', ['int workbookArgument0 = f(1, 2)', 'int workbookArgument1 = 3']],
  ['float (*f)(float, int)', ['float (* workbookArgument0)(float, int)']],
  ['int const (&a)[3]', ['int const (& workbookArgument0)[3]']],
  ['float a[], int n', ['float workbookArgument0[]', 'int workbookArgument1']],
  ['std::map<int, float> m', ['std::map<int, float> workbookArgument0']],
  ['T... a', ['T... workbookArgument0']],
  ['unsigned int', ['unsigned int workbookArgument0']],
  ['const Foo', ['const Foo workbookArgument0']],
  ['typename T::type', ['typename T::type workbookArgument0']],
  ['Foo*, ns::Bar', ['Foo* workbookArgument0', 'ns::Bar workbookArgument1']],
];
for (const [list, expected] of parameters) {
  kernel(`parameters: ${list}`, () => {
    const rewritten = rewriteCuda(`__global__ void k(${list}) {}`).replace(/ +/g, ' ');
    assert.ok(rewritten.startsWith(` void k(${expected.join(', ')}) {`), rewritten);
    const passed = expected.map(
      (text, i) => `, workbookArgument${i}${text.includes('...') ? '...' : ''}`,
    );
    assert.ok(rewritten.endsWith(`}${passed.join('')}); }`), rewritten);
  });
}
kernel.run();

const shared = suite('rewrite: variables');
const inFunction = (declaration: string): string =>
  rewriteCuda(`void f() { ${declaration} }`).replace(/ +/g, ' ').slice('void f() { '.length, -2);
shared('a shared array and a scalar', () => {
  assert.is(
    inFunction('__shared__ float a[3][4], b;'),
    'struct WorkbookShared0 { float a[3][4], b; }; auto& workbookShared0 = ' +
      '::workbook::emulator::sharedVariables<WorkbookShared0>(); [[maybe_unused]] auto& a = workbookShared0.a; ' +
      '[[maybe_unused]] auto& b = workbookShared0.b;',
  );
});
shared('static, attributes and template types', () => {
  const rewritten = inFunction('static __shared__ __attribute__((aligned(16))) A<int, 3> x;');
  assert.match(
    rewritten,
    /^struct WorkbookShared0 \{ +__attribute__\(\(aligned\(16\)\)\) A<int, 3> x; \}/,
  );
  assert.match(rewritten, /auto& x = workbookShared0\.x;$/);
});
shared('dynamic shared memory', () => {
  assert.is(
    inFunction('extern __shared__ float s[];'),
    '[[maybe_unused]] float *s = ::workbook::emulator::DynamicShared{};',
  );
  assert.match(
    inFunction('extern __shared__ int t[][8];'),
    /int \(\*t\) \[8\] =|int \(\*t\)\s*\[8\] =/,
  );
  assert.match(
    rewriteCuda('extern __shared__ float s[];'),
    /^extern __thread +float \*s +__asm__\("workbookDynamicSharedPointer"\)/,
  );
});
shared('device variables become static, functions and members do not', () => {
  const clean = (source: string): string => rewriteCuda(source).replace(/ +/g, ' ').trim();
  const fileLocal = 'static __attribute__((unused))';
  assert.is(clean('__device__ int n;'), `${fileLocal} int n;`);
  assert.is(clean('__constant__ float c[2] = {1, 2};'), `${fileLocal} float c[2] = {1, 2};`);
  assert.is(clean('static __device__ int n;'), 'static int n;');
  assert.is(clean('extern __device__ int n;'), 'extern int n;');
  assert.is(clean('__device__ float f(int a);'), 'float f(int a);');
  assert.is(clean('__device__ [[nodiscard]] A<int> f(int a);'), '[[nodiscard]] A<int> f(int a);');
  assert.is(clean('namespace n { __device__ int x; }'), `namespace n { ${fileLocal} int x; }`);
  assert.is(
    clean('struct S { __device__ S(); int operator()() const; };'),
    'struct S { S(); int operator()() const; };',
  );
  assert.is(clean('__device__ __noinline__ int f();'), '__attribute__((noinline)) int f();');
});
shared('inline PTX becomes a call that does not compile', () => {
  const call = '::workbook::emulator::inlinePtx()';
  assert.is(rewriteCuda('asm volatile("bar.sync 0;");').replace(/ +/g, ''), `${call};`);
  assert.is(
    rewriteCuda('int f() { asm("{ mov.u32 %0, %laneid; }" : "=r"(x)); }').replace(/ +/g, ' '),
    `int f() { ${call} ; }`,
  );
});
shared.run();

const errors = suite('rewrite: errors');
const faults: [string, number, RegExp][] = [
  ['# 3 "dir/a.cu"\nint x;\n<<<1, 2>>>(a);', 4, /no kernel name before <<</],
  ['# 9 "dir/a.cu"\nk<<<1, 2);', 9, /no >>>\( ends the configuration/],
  ['# 1 "dir/a.cu"\n\n\nk<<<>>>(a);', 3, /at least the grid and the block size/],
  ['# 1 "dir/a.cu"\nk<<<1, 2>>>(a;', 1, /argument list does not end/],
  ['# 5 "dir/a.cu"\n__global__ int x;', 5, /no parameter list follows/],
  ['# 5 "dir/a.cu"\n__global__ void k() { if (1) {', 5, /body does not end/],
];
for (const [source, line, problem] of faults) {
  errors(problem.source, () => {
    assert.throws(
      () => rewriteCuda(source),
      (error: unknown) =>
        error instanceof CudaSyntaxError &&
        Object.is(error.code, 'CUDA_SYNTAX') &&
        error.file === 'dir/a.cu' &&
        error.line === line &&
        problem.test(error.message),
    );
  });
}
errors.run();
