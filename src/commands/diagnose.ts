import { existsSync, readFileSync, rmSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { notebookLanguage } from '../display/show';
import type { Language } from '../display/figure';
import { diagnoseCommand } from '../lab/diagnosis/command/diagnose-command';
import type { Diagnosis } from '../lab/diagnosis/diagnosis';
import { diagnosisData } from '../lab/diagnosis/diagnosis';
import { diagnosisText } from '../lab/diagnosis/diagnosis-text';
import { crashPicture } from '../display/crash-picture';
import { diagnoseLibrary, type LibraryOptions } from '../lab/diagnosis/library/diagnose-library';
import { misused } from './usage';

/** What the picture may take of a screen that shows the steps already. */
const SCREEN_ROWS = 16;
const LIBRARY = /\.(so(\.[\d.]+)?|a|o|dll|dylib)$/;

/** What the words after `diagnose` say. */
interface Request {
  command: string[];
  onnx?: string;
  scenario?: string;
  shapes: string[];
  sources: string[];
  way?: LibraryOptions['way'];
  plugin?: string;
  all: boolean;
  json: boolean;
  timeMs: number;
  language: Language;
  commandOnly: boolean;
}

/** `workbook diagnose`: the procedure for a command or a library. @returns 0 where nothing is wrong, 1 where something is, 2 where it was not understood */
export async function diagnoseCommandLine(args: readonly string[]): Promise<number> {
  const request = requestOf(args);
  if (typeof request === 'string') return misused(request);
  const progress = request.json
    ? null
    : process.stderr.isTTY
      ? (what: string) => process.stderr.write(`\r\x1b[K${what} …`)
      : null;
  const diagnosis = await diagnose(request, (what) => progress?.(what));
  if (progress) process.stderr.write('\r\x1b[K');
  if (request.json) process.stdout.write(`${JSON.stringify(diagnosisData(diagnosis), null, 2)}\n`);
  else {
    const width = Math.max(60, Math.min(120, process.stdout.isTTY ? process.stdout.columns : 100));
    process.stdout.write(diagnosisText(diagnosis, request.language, width));
    process.stdout.write(picture(diagnosis, request.language, width));
  }
  return diagnosis.verdict === 'wrong' ? 1 : 0;
}

/** Where it died: the picture of the run that shows the first fault. */
function picture({ verdict, runs }: Diagnosis, language: Language, columns: number): string {
  const run = runs.at(-1);
  if (verdict !== 'wrong' || !run?.crash) return '';
  const { error, ...report } = run;
  const thrown = error ? { error: { name: 'Error', ...error } } : {};
  const figure = crashPicture({ ...report, ...thrown }, { screen: { columns, rows: SCREEN_ROWS } });
  return `\n${figure.toText(language)}\n`;
}

async function diagnose(request: Request, progress: (what: string) => void): Promise<Diagnosis> {
  const { command, timeMs, all, commandOnly } = request;
  const [first = ''] = command;
  const isLibrary = command.length === 1 && LIBRARY.test(first);
  if (!isLibrary)
    return diagnoseCommand(command, { timeMs, all, progress, libraries: !commandOnly });
  const model = modelCommand(request, resolve(first));
  if (model) {
    try {
      return await diagnoseCommand(model.command, { timeMs, all, progress });
    } finally {
      model.remove();
    }
  }
  return diagnoseLibrary(first, {
    timeMs,
    all,
    progress,
    sources: request.sources,
    ...(request.way ? { way: request.way } : {}),
    ...(request.plugin !== undefined ? { plugin: request.plugin } : {}),
  });
}

const CLI = join(__dirname, '..', 'cli.js');

/** A library with a model or a scenario: the command that runs it. */
function modelCommand(
  { onnx, scenario, shapes, way }: Request,
  library: string,
): { command: string[]; remove(): void } | null {
  if (onnx !== undefined) {
    const how = way === 'openLibrary' ? 'staticPlugins' : 'plugins';
    const command = [
      process.execPath,
      CLI,
      'perf',
      `--onnx=${onnx}`,
      `--${how}=${library}`,
      ...shapes,
    ];
    return {
      command: [...command, '--iterations=2', '--warmUp=0', '--duration=0'],
      remove: () => undefined,
    };
  }
  if (scenario === undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), 'workbook-diagnose-'));
  const path = join(folder, 'scenario.json');
  const parsed = JSON.parse(readFileSync(scenario, 'utf8')) as { libraries?: string[] };
  const libraries = [...new Set([...(parsed.libraries ?? []), library])];
  writeFileSync(path, JSON.stringify({ ...parsed, libraries }));
  return {
    command: [process.execPath, CLI, 'trace', path],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** @returns what is wrong with the words, as text, where they are not understood */
function requestOf(args: readonly string[]): Request | string {
  const request: Request = {
    command: [],
    shapes: [],
    sources: [],
    all: false,
    json: false,
    timeMs: 20_000,
    language: notebookLanguage(),
    commandOnly: false,
  };
  const rest = [...args];
  const value = (word: string): string => {
    const at = word.indexOf('=');
    return at < 0 ? (rest.shift() ?? '') : word.slice(at + 1);
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [name] = word.split('=');
    const isOfLibrary = request.command.length === 1 && LIBRARY.test(request.command[0] ?? '');
    if (request.command.length > 0 && !isOfLibrary) {
      request.command.push(word);
      continue;
    }
    if (word === '--') {
      request.command.push(...rest.splice(0));
    } else if (name === '--all') request.all = true;
    else if (name === '--json') request.json = true;
    else if (name === '--command-only') request.commandOnly = true;
    else if (name === '--dynamic') request.way = 'loadLibrary';
    else if (name === '--static') request.way = 'openLibrary';
    else if (name === '--plugin') request.plugin = value(word);
    else if (name === '--onnx') request.onnx = value(word);
    else if (name === '--scenario') request.scenario = value(word);
    else if (name === '--sources') request.sources.push(...value(word).split(',').filter(Boolean));
    else if (/^--(shapes|minShapes|optShapes|maxShapes)$/.test(name ?? ''))
      request.shapes.push(`${name ?? ''}=${value(word)}`);
    else if (name === '--timeout') request.timeMs = Number(value(word)) * 1000;
    else if (name === '--language') request.language = value(word) === 'zh' ? 'zh' : 'en';
    else if (word.startsWith('--')) return `Unknown option of diagnose: ${word}`;
    else request.command.push(word);
  }
  if (request.command.length === 0) return 'diagnose needs a command or a library';
  if (!(request.timeMs > 0)) return 'diagnose needs a positive number of seconds: --timeout=20';
  const files = [request.onnx, request.scenario, ...request.sources].filter(
    (path) => path !== undefined,
  );
  const missing = files.find((path) => !existsSync(path));
  if (missing !== undefined) return `diagnose cannot read ${missing}: it does not exist`;
  if (request.command.length > 1 && LIBRARY.test(request.command[0] ?? ''))
    return `diagnose takes one library, and not ${request.command[1] ?? ''} behind it`;
  return request;
}
