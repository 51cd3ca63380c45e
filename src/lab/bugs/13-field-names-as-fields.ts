import type { Bug } from './bug';

export const bug: Bug = {
  number: 13,
  name: '13-field-names-as-fields',
  title: 'getFieldNames() passed as the fields',
  symptom: 'Segmentation fault in createPlugin().',
  message: {
    text: 'Segmentation fault in createPlugin()',
    from:
      'NVIDIA/TensorRT issue 2302; this program dies with TensorRT 10.6.0 on a CPU in the same ' +
      'way, 2026-11-22',
  },
  shown:
    'The C++ host program dies of SIGSEGV, the backtrace has createPlugin() of the plugin and ' +
    'the line of the host that called it. From TypeScript the same mistake is the error ' +
    'FIELD_DATA_MISSING.',
  cause:
    'getFieldNames() declares names and types; every data pointer in it is null, and this ' +
    'creator follows it.',
  fix:
    'Fill fields of your own with data. In the creator, look for a null pointer before ' +
    'reading.',
  never:
    'In createPlugin() check name, type, length and data of every field before its first byte ' +
    'is read.',
  sides: { kind: 'program', plugin: 'plugin.cpp' },
  line: '*static_cast<float const*>(fields->fields[0].data)',
  expected: {
    broken: { outcome: 'died', signal: 'SIGSEGV', cause: 'nullPointer' },
    cured: { outcome: 'exited', exitCode: 0, stdout: /a plugin of 1 field/ },
  },
  reproduce: { command: ({ program, library }) => [program, library] },
};
