import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ApiUsageError, EngineFileError, LibraryError, PluginError } from '../../src/errors';
import {
  ERROR_CODES,
  errorCodeOf,
  ErrorRecorder,
  recordErrors,
  type ErrorCode,
} from '../../src/runtime/error-recorder';

test('the recorder keeps the first errors and says that it overflowed', () => {
  const recorder = new ErrorRecorder(2);
  assert.is(recorder.getNbErrors(), 0);
  assert.not(recorder.hasOverflowed());
  assert.not(recorder.reportError('kINVALID_ARGUMENT', 'first'));
  assert.ok(recorder.reportError('kINTERNAL_ERROR', 'second'), 'fatal');
  assert.not(recorder.hasOverflowed());
  recorder.reportError('kINVALID_STATE', 'third');
  assert.is(recorder.getNbErrors(), 2);
  assert.ok(recorder.hasOverflowed());
  assert.equal(
    [0, 1, 2, -1].map((i) => recorder.getErrorCode(i)),
    ['kINVALID_ARGUMENT', 'kINTERNAL_ERROR', 'kUNSPECIFIED_ERROR', 'kUNSPECIFIED_ERROR'],
  );
  assert.equal(
    [0, 1, 2].map((i) => recorder.getErrorDesc(i)),
    ['first', 'second', ''],
  );
  recorder.clear();
  assert.equal([recorder.getNbErrors(), recorder.hasOverflowed()], [0, false]);
});

test('the codes have TensorRT’s numbers', () => {
  const numbers: [ErrorCode, number][] = [
    ['kSUCCESS', 0],
    ['kINTERNAL_ERROR', 2],
    ['kINVALID_CONFIG', 4],
    ['kFAILED_EXECUTION', 7],
    ['kUNSUPPORTED_STATE', 10],
  ];
  for (const [name, number] of numbers) assert.is(ERROR_CODES.indexOf(name), number);
  assert.is(ERROR_CODES.length, 11);
});

test('errors get the code that TensorRT 10.6 was seen reporting', () => {
  const failed = (method: string) => new PluginError('PLUGIN_METHOD_FAILED', 'x', { method });
  const cases: [unknown, ErrorCode][] = [
    [failed('configurePlugin'), 'kINVALID_CONFIG'],
    [failed('getOutputShapes'), 'kINVALID_CONFIG'],
    [failed('enqueue'), 'kINTERNAL_ERROR'],
    [failed('onShapeChange'), 'kINTERNAL_ERROR'],
    [failed('initialize'), 'kFAILED_ALLOCATION'],
    [failed('toString'), 'kINTERNAL_ERROR'],
    [new PluginError('FORMAT_NONE_SUPPORTED', 'x'), 'kINVALID_STATE'],
    [new PluginError('NO_IMPLEMENTATION', 'x'), 'kUNSUPPORTED_STATE'],
    [new ApiUsageError('PLUGIN_NOT_FOUND', 'x'), 'kINVALID_CONFIG'],
    [new ApiUsageError('SHAPE_OUTSIDE_PROFILE', 'x'), 'kINVALID_ARGUMENT'],
    [new ApiUsageError('BUILD_CANCELLED', 'x'), 'kFAILED_EXECUTION'],
    [new ApiUsageError('constructor', 'x'), 'kINVALID_ARGUMENT'],
    [new EngineFileError('ENGINE_CORRUPT', 'x'), 'kINVALID_ARGUMENT'],
    [new LibraryError('NATIVE_BROKEN', 'x'), 'kFAILED_INITIALIZATION'],
    [
      new ApiUsageError('X', 'IBuilder::f: Error Code 10: Internal Error (…)'),
      'kUNSUPPORTED_STATE',
    ],
    [new ApiUsageError('X', 'Error Code 99: new'), 'kINVALID_ARGUMENT'],
    [new RangeError('Array buffer allocation failed'), 'kFAILED_ALLOCATION'],
    [new Error('x'), 'kUNSPECIFIED_ERROR'],
    ['text', 'kUNSPECIFIED_ERROR'],
    [null, 'kUNSPECIFIED_ERROR'],
  ];
  for (const [error, code] of cases) assert.is(errorCodeOf(error), code, String(error));
});

test('what is thrown is reported once and thrown again', async () => {
  const recorder = new ErrorRecorder();
  const error = new ApiUsageError('SHAPE_MISSING', 'Cannot enqueue: no shape');
  const act = () => {
    throw error;
  };
  assert.throws(() => recordErrors(recorder, () => recordErrors(recorder, act)), /no shape/);
  assert.is(recorder.getNbErrors(), 1, 'although it passed two methods');
  assert.is(recorder.getErrorDesc(0), 'Cannot enqueue: no shape');
  const rejected = recordErrors(recorder, async () => Promise.reject(new Error('later')));
  assert.is(await rejected.catch((reason: unknown) => (reason as Error).message), 'later');
  assert.equal([recorder.getNbErrors(), recorder.getErrorDesc(1)], [2, 'later']);
  assert.is(
    recordErrors(recorder, () => 3),
    3,
  );
  assert.throws(() => recordErrors(null, act), /no shape/);
  const second = new ErrorRecorder();
  assert.throws(() => recordErrors(second, act));
  assert.is(second.getNbErrors(), 1, 'another recorder hears it too');
});
test.run();
