import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { addLogger, collectErrors, log } from '../../src/runtime/logger';

test('everyone hears a message, until they are removed', () => {
  const heard: string[] = [];
  const remove = addLogger((severity, message) => heard.push(`${severity} ${message}`));
  log('kINFO', 'one');
  remove();
  log('kINFO', 'two');
  assert.equal(heard, ['kINFO one']);
});

test('a logger that throws does not keep a message from the others', () => {
  const remove = addLogger(() => {
    throw new Error('mine');
  });
  try {
    const { errors } = collectErrors(() => assert.throws(() => log('kERROR', 'lost'), /mine/));
    assert.equal(errors, ['lost']);
  } finally {
    remove();
  }
});

test('errors are collected while something runs, and only then', () => {
  const { result, errors } = collectErrors(() => {
    log('kERROR', 'one');
    log('kWARNING', 'two');
    log('kINTERNAL_ERROR', 'three');
    return 7;
  });
  log('kERROR', 'four');
  assert.equal([result, errors], [7, ['one', 'three']]);
});
test.run();
