import type { Bug } from './bug';

export const bug: Bug = {
  number: 29,
  name: '29-buffers-swapped',
  title: 'Two buffers swapped',
  symptom: 'The engine runs, and the picture is black, or is something else.',
  message: {
    text: 'no message',
    from: 'the second reason in the source’s log for its segmentation fault: inputs set wrong',
  },
  shown:
    'The result is all 0 where it ought to be 0.5. Both buffers are large enough, so that no ' +
    'check can see it.',
  cause:
    'setTensorAddress binds by name, and the two names got each other’s memory. Addresses by ' +
    'position, as executeV2 takes them, make it easier still.',
  fix: 'Bind each name to its own buffer.',
  never: 'Keep buffers in a map by tensor name, filled in one loop over the tensors of the engine.',
  sides: { kind: 'host' },
  expected: {
    broken: { outcome: 'returned', result: [0, 0] },
    cured: { outcome: 'returned', result: [0.5, 0.5] },
  },
  reproduce: async (workbook, { library, host, program }, require) => {
    const steps = require(host) as typeof import('./host');
    const resize = require(program) as import('./host-program').Resize;
    return resize(workbook, await steps.prepareResize(library));
  },
};
