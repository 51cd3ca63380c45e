import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { env } from 'onnxruntime-node';
import { native, projectRoot } from '../src/native-loader';
import type { Comparison } from './measure';

/** All figures of one run, and where it ran. */
export interface BenchReport {
  /** ISO 8601. */
  date: string;
  machine: string;
  /** Versions by component. */
  versions: Record<string, string>;
  /** Processes that wanted a core, on average of the last minute before the run; figures of a busy machine are worth less. */
  loadBefore: number;
  results: Comparison[];
}

/** The report without results yet. */
export function startReport(): BenchReport {
  const [processor] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const { tensorrt, compiler } = native().versions;
  return {
    date: new Date().toISOString(),
    machine: `${cpus().length} x ${processor?.model.trim() ?? 'unknown'}, ${memory}, ${type()} ${release()}`,
    versions: {
      'tensorrt-plugin-workbook': revision(),
      node: process.version,
      onnxruntime: env.versions.node ?? 'unknown',
      'TensorRT headers': tensorrt,
      compiler,
    },
    loadBefore: loadavg()[0] ?? NaN,
    results: [],
  };
}

/** The package's version, and the commit where there is one. */
function revision(): string {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  if (!existsSync(join(projectRoot, '.git'))) return version;
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: projectRoot, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' and changes';
  return `${version}, commit ${git('rev-parse', '--short', 'HEAD')}${changed}`;
}

/** `2.26x (2.10 – 2.41)`. */
export function printRatio({ ratio, spread }: Comparison): string {
  const rounds = spread ? ` (${spread.low.toFixed(2)} – ${spread.high.toFixed(2)})` : '';
  return `${ratio.toFixed(2)}x${rounds}`;
}

/** A median with its unit. */
export function printMedian(median: number, unit: Comparison['unit']): string {
  if (unit === 'MiB') return `${median.toFixed(0)} MiB`;
  return median < 0.1 ? `${(median * 1000).toFixed(2)} us` : `${median.toFixed(2)} ms`;
}

/**
 * Writes `reports/bench-<date>.json` and `reports/bench.md`.
 * @returns their paths
 */
export function writeReport(report: BenchReport): string[] {
  const folder = join(projectRoot, 'reports');
  mkdirSync(folder, { recursive: true });
  const json = join(folder, `bench-${report.date.slice(0, 10)}.json`);
  const markdown = join(folder, 'bench.md');
  writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(markdown, markdownOf(report));
  return [json, markdown];
}

function markdownOf({ date, machine, versions, loadBefore, results }: BenchReport): string {
  const reached = results.filter((result) => result.reached).length;
  const rows = results.map((result) => {
    const { name, unit, ours, theirs, target } = result;
    const side = ({ what, median }: Comparison['ours']) => `${what}: ${printMedian(median, unit)}`;
    const cells = [name, side(ours), side(theirs), printRatio(result), target];
    return `| ${[...cells, result.reached ? 'yes' : '**no**'].map(cell).join(' | ')} |`;
  });
  return `# Measured

Written by \`npm run bench -- --report\`; the data: \`bench-${date.slice(0, 10)}.json\`. Both sides of a row ran turn by turn in one run on one machine:
the ratio means something, the times alone do not. A ratio is theirs / ours, of medians; in brackets how far single rounds lay apart.

- ${date.slice(0, 10)}, ${machine}; load before: ${loadBefore.toFixed(2)}
- ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join('; ')}
- ${reached} of ${results.length} targets reached

| what | ours | theirs | ratio | target | reached |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}
