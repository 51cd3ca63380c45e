import { IGNORED_OPTIONS, PERF_OPTIONS, REFUSED_OPTIONS, type OptionInfo } from './option-table';

const GROUPS = ['Model', 'Build', 'Inference', 'Reporting', 'System', 'Help'] as const;

/** What `workbook perf --help` prints: the options in trtexec's groups. */
export function helpText(): string {
  const lines = [
    'Usage: workbook perf --onnx=FILE | --loadEngine=FILE [options]',
    '',
    'Measures an engine as trtexec of TensorRT 10.6 does, with the same options and metrics, on this host.',
    'A shape is 1x3x256x256, or scalar; several are name:shape,name:shape; a name that holds a colon or',
    "a comma stands in quotes ('a:b':1x4) and may hold one *. Of a shape tensor the values are given.",
  ];
  for (const group of GROUPS) {
    lines.push('', `=== ${group} Options ===`);
    for (const [name, option] of Object.entries<OptionInfo>(PERF_OPTIONS)) {
      if (option.group !== group) continue;
      const repeated = option.repeated ? ' (may be repeated)' : '';
      const shown = option.value === undefined ? `--${name}` : `--${name}=${option.value}`;
      lines.push(`  ${shown.padEnd(36)} ${option.help}${repeated}`);
    }
  }
  lines.push(
    '',
    'Options of trtexec that change nothing here (a warning says why):',
    ...wrapped(Object.keys(IGNORED_OPTIONS)),
    'Options of trtexec that cannot be had here (the reason is told):',
    ...wrapped(Object.keys(REFUSED_OPTIONS)),
  );
  return `${lines.join('\n')}\n`;
}

function wrapped(names: readonly string[]): string[] {
  const lines: string[] = [];
  for (const name of names.map((each) => `--${each}`)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < 98)
      lines[lines.length - 1] = `${last} ${name}`;
    else lines.push(`  ${name}`);
  }
  return lines;
}
