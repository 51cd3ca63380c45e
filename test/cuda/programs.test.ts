/** Small CUDA programs, compiled unmodified and run: what they print is stated here. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { buildProgram, type ProgramResult, runProgram } from './program';

function expectValues(result: ProgramResult, expected: Record<string, string>): void {
  const printed = Object.fromEntries(result.values);
  assert.equal(printed, expected, result.stderr);
}

const launch = suite('cuda: launch');
launch('every form of a launch reaches its kernel', () => {
  const { executable, warnings } = buildProgram('launch');
  assert.is(warnings, '', 'a correct program compiles without warnings');
  const result = runProgram(executable);
  assert.is(result.status, 0, result.stderr);
  expectValues(result, {
    'wrong indices': '0',
    template: '9 9 9',
    deduced: '8 8 8 8',
    'in a template': '7 7 7 7',
    struct: '4 5 4 5',
    macro: '6 6 6 6',
    'split macro': '5 5 5',
    spaced: '4 4',
    unnamed: '11',
    'type names': '34',
    pack: '100',
    'overload int': '1',
    'overload float': '2',
    null: '3',
    'own parameter': '10 11 12 13',
    'device function': '0 1 2 100 101 102',
    primary: '1',
    specialised: '2',
    enable_if: '5',
    pointer: '20 21',
    dereferenced: '30 31',
    member: '40 41',
    'through an array': '50 51',
    'in a lambda': '60',
    expressions: '70 71',
    cudaLaunchKernel: '0',
    'by address': '80 81',
    'by name': '90 91',
    'cudaLaunchKernel null': '98',
    'cudaLaunchKernel data': '98',
    'cudaLaunchKernel host': '98',
    'last error': 'cudaSuccess',
  });
});
launch.run();

const shared = suite('cuda: shared memory');
shared('static and dynamic shared memory, barriers', () => {
  const { executable, warnings } = buildProgram('shared');
  assert.is(warnings, '');
  for (const threads of ['1', '2', '5']) {
    const result = runProgram(executable, [], { WORKBOOK_CUDA_THREADS: threads });
    assert.is(result.status, 0, result.stderr);
    expectValues(result, {
      'reduction difference': '0',
      'namespace scope': '7 6 5 4 3 2 1 0',
      local: '0 1 2 3 4 5 6 7',
      rows: '7 6 5 4 3 2 1 0',
      'device function': '2007 2007 2007 2007 2007 2007 2007 2007',
      uninitialised: '1',
      'early exit': '10',
      votes: '31010',
      '60 KB static': 'cudaErrorLaunchOutOfResources',
      'beyond dynamic': 'cudaErrorIllegalAddress',
    });
  }
});
shared.run();

const errors = suite<{ executable: string }>('cuda: errors', { executable: '' });
errors.before((context) => {
  context.executable = buildProgram('errors').executable;
});
errors('limits, misuse and faults give the device’s codes', ({ executable }) => {
  const result = runProgram(executable);
  assert.is(result.status, 0, result.stderr);
  assert.match(
    result.stderr,
    /errors\.cu:\d+: void asserts\(int\): block: \[0,0,0\], thread: \[0,0,0\] Assertion `x == 1` failed\./,
  );
  expectValues(result, {
    'empty grid': 'cudaErrorInvalidConfiguration',
    'empty block': 'cudaErrorInvalidConfiguration',
    '1024 threads': 'cudaSuccess',
    '1025 threads': 'cudaErrorInvalidConfiguration',
    '2048 in two axes': 'cudaErrorInvalidConfiguration',
    '65 deep': 'cudaErrorInvalidConfiguration',
    'grid y 65535': 'cudaSuccess',
    'grid y 65536': 'cudaErrorInvalidConfiguration',
    '48 KB': 'cudaSuccess',
    '48 KB and 1': 'cudaErrorInvalidValue',
    cleared: 'cudaSuccess',
    'launch bounds': 'cudaErrorInvalidValue',
    peeked: 'cudaErrorInvalidValue',
    'opt in': 'cudaSuccess',
    '96 KB': 'cudaSuccess',
    'opt in too far': 'cudaErrorInvalidValue',
    'unknown stream': 'cudaErrorInvalidResourceHandle',
    'free twice': 'cudaErrorInvalidValue',
    'free host': 'cudaErrorInvalidValue',
    'free null': 'cudaSuccess',
    'copy to freed': 'cudaErrorInvalidValue',
    'copy past the end': 'cudaErrorInvalidValue',
    'copy up to host': 'cudaErrorInvalidValue',
    'copy device as host': 'cudaSuccess',
    'copy backwards': 'cudaErrorInvalidValue',
    'copy null': 'cudaErrorInvalidValue',
    'bad kind': 'cudaErrorInvalidMemcpyDirection',
    huge: 'cudaErrorMemoryAllocation',
    'device 1': 'cudaErrorInvalidDevice',
    'through memory': 'cudaSuccess 42',
    fault:
      'cudaSuccess, cudaErrorIllegalAddress, cudaErrorIllegalAddress, cudaSuccess, cudaErrorIllegalAddress',
    '400 faults, wrong': '0',
    'stack overflow': 'cudaErrorIllegalAddress',
    assert: 'cudaErrorAssert',
    misaligned: 'cudaErrorMisalignedAddress',
    '7 / 0': '-1 7 -1 -1 -1',
    '-7 / 0': '-1 -7 -1 -1 -1',
    'lowest / -1': '-2147483648 0',
    trap: 'cudaErrorLaunchFailure',
    '64 KB local': 'cudaSuccess',
    afterwards: 'cudaSuccess',
    'in a forked child': 'cudaErrorInitializationError',
  });
});
for (const crash of ['read device memory', 'read after a kernel', 'plain crash']) {
  errors(`the host gets SIGSEGV: ${crash}`, ({ executable }) => {
    assert.is(runProgram(executable, [crash]).signal, 'SIGSEGV');
  });
}
errors(
  'a handler that was there before gets the signals that are not a kernel’s',
  ({ executable }) => {
    const result = runProgram(executable, ['chained']);
    assert.is(result.status, 0, result.stderr);
    assert.is(result.values.get('caught'), '6, then cudaSuccess');
  },
);
errors.run();

const warps = suite('cuda: warps');
warps('shuffles, votes, atomics and cooperative groups', () => {
  const { executable, warnings } = buildProgram('warps');
  assert.is(warnings, '');
  for (const threads of ['1', '4']) {
    const result = runProgram(executable, [], { WORKBOOK_CUDA_THREADS: threads });
    assert.is(result.status, 0, result.stderr);
    expectValues(result, {
      'block sums': '0',
      shfl: '103 103 103 103 103 103 103 103',
      up: '100 101 100 105 106 107 128 129',
      down: '102 103 104 109 110 111 130 131',
      'shfl 8': '101 101 101 101 109 109 125 125',
      'up 8': '100 100 101 106 108 108 129 130',
      'down 8': '101 102 103 107 109 110 131 131',
      xor: '101 100 103 106 109 108 131 130',
      left: '108 109 110 111 0 0 0 0 0 0 0 0',
      'not there': '108 0 0 0 0 0 0 0 0',
      votes: '1227133513 10 65280 -1 1 496 31 -5',
      halves: '4 4 116 20 20',
      active: '286331153 807',
      atomics: '4000 -4000 -3999 3999 255 0 -16 3999 5',
      'atomic sums': '2000 1000 0 0',
      tiles: '280101 920815 4760863 151',
      'last block': '499500',
      stall: 'cudaErrorLaunchTimeout',
    });
  }
});
warps.run();

const math = suite('cuda: math');
math('half, bfloat16, intrinsics and vector types', () => {
  const { executable, warnings } = buildProgram('math');
  assert.is(warnings, '');
  const result = runProgram(executable);
  assert.is(result.status, 0, result.stderr);
  expectValues(result, {
    half: '3.75 -0.75 3.375 0.666504 4.875 4.48047 1.5 3 5.0625 1 0 2.25 -1.5 1 1.00098 inf 2048 2 3.75 1 3.75',
    bfloat16: '3.75 3.375 1 5.625 1.5 0',
    bits: '8 1f 20 4 80000000 77553311 1 ffffffff f 3f800000 3 2 3 2 fffffffe 7fffffff 40',
    math: '2.71828 0.5 0.5 1 1 1 1 1 0 100 1 0 3 1',
    vectors: '8 3 2 2 16 7 6 6',
    'half axpy wrong': '0',
  });
});
math.run();

const streams = suite('cuda: streams');
streams('capture, graphs, symbols, events, occupancy, the launch record', () => {
  const { executable, warnings } = buildProgram('streams');
  assert.is(warnings, '');
  const result = runProgram(executable);
  assert.is(result.status, 0, result.stderr);
  const refused = (code: string): string =>
    `${code} StreamCaptureInvalidated StreamCaptureInvalidated 0 0`;
  expectValues(result, {
    // what is done, the next launch, ending; nodes, and twice the graph's additions: seen on an H200
    nothing: 'ok ok ok 2 4',
    'stream sync': refused('StreamCaptureUnsupported'),
    'device sync': refused('StreamCaptureUnsupported'),
    'other sync': refused('StreamCaptureUnsupported'),
    query: refused('StreamCaptureUnsupported'),
    'default kernel': refused('StreamCaptureImplicit'),
    memcpy: refused('StreamCaptureImplicit'),
    memset: refused('StreamCaptureImplicit'),
    'async memcpy': 'ok ok ok 3 4',
    'async pageable': 'ok ok ok 3 4',
    'async memset': 'ok ok ok 3 1',
    malloc: refused('StreamCaptureUnsupported'),
    'malloc relaxed': 'ok ok ok 2 4',
    free: refused('StreamCaptureUnsupported'),
    'malloc host': refused('StreamCaptureUnsupported'),
    event: 'ok ok ok 2 4',
    'event query': refused('CapturedEvent'),
    unjoined: 'ok ok StreamCaptureUnjoined 0 0',
    joined: 'ok ok ok 3 4',
    'foreign event': refused('StreamCaptureIsolation'),
    'other stream': 'ok ok ok 2 4',
    'bad launch': refused('InvalidConfiguration'),
    'begin again': 'IllegalState ok ok 2 4',
    'begin on default': 'StreamCaptureUnsupported',
    'end uncaptured': 'IllegalState',
    'to symbol': 'ok ok InvalidValue',
    symbols: '16 27 36 47, 45, 2',
    'symbol address': '1 4 16 2',
    managed: '11 3',
    'elapsed unrecorded': 'InvalidResourceHandle',
    elapsed: 'ok 1',
    'elapsed untimed': 'InvalidResourceHandle',
    occupancy: '8 0 1024 InvalidValue',
    device: '32 1024 49152 8.0',
    recorded: '2 ns::named<int, 7> 2,3,1 4,5,1 128 stream 1 error 0 1, add error 700',
  });
});
streams.run();
