/** The source version of an assignment that a teacher wrote: tests in the kernel, one of them hidden. */
export function ownNotebook(): string {
  const cell = (id: string, source: string, nbgrader: object): object => ({
    cell_type: 'code',
    id,
    metadata: {
      nbgrader: {
        schema_version: 3,
        grade_id: id,
        grade: false,
        solution: false,
        locked: false,
        task: false,
        ...nbgrader,
      },
    },
    source,
    outputs: [],
    execution_count: null,
  });
  const cells = [
    cell('imports', "import assert from 'assert';", { locked: true }),
    cell(
      'double',
      'function double(x: number): number {\n  // BEGIN SOLUTION\n  return 2 * x;\n  // END SOLUTION\n}',
      { solution: true },
    ),
    cell(
      'double-test',
      'assert.strictEqual(double(3), 6);\n// BEGIN HIDDEN TESTS\nassert.strictEqual(double(21), 42);\n// END HIDDEN TESTS',
      { grade: true, locked: true, points: 3 },
    ),
    cell('always', '2 > 1 ? 1 : 0;', { grade: true, locked: true, points: 1 }),
  ];
  const metadata = {
    kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' },
    language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/typescript' },
  };
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });
}
