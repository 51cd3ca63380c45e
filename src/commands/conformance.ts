import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../native-loader';
import { recordedScenarios, runConformance, type ConformanceResult } from '../trace/conformance';
import { differencePicture, resultLine } from '../trace/conformance-text';
import { misused } from './usage';

interface Request {
  folder: string;
  filter: RegExp;
  details: boolean;
  json: boolean;
}

/** `workbook conformance`: every recording against this host. @returns the exit code, 1 where something is unexplained */
export async function conformanceCommand(args: readonly string[]): Promise<number> {
  const request = requestOf(args);
  if (typeof request === 'string') return misused(request);
  const { folder, filter, details, json } = request;
  if (!existsSync(folder)) {
    process.stderr.write(`Cannot compare: there is no folder ${folder}\n`);
    return 1;
  }
  const names = recordedScenarios(folder, filter).map(({ name }) => name);
  if (names.length === 0) {
    process.stderr.write(`Cannot compare: no scenario of ${folder} with a recording matches\n`);
    return 1;
  }
  const print = inOrder(names, Math.max(...names.map(({ length }) => length)), details);
  const results = await runConformance(folder, {
    filter,
    onResult: (result, done, of) => {
      if (!json) print(result);
      showProgress(done, of);
    },
  });
  const count = totals(results);
  if (json) process.stdout.write(`${JSON.stringify({ totals: count, results }, null, 2)}\n`);
  else {
    const { equal, explained, unexplained } = count;
    process.stdout.write(`${equal} equal, ${explained} explained, ${unexplained} unexplained\n`);
  }
  return count.unexplained === 0 ? 0 : 1;
}

function requestOf(args: readonly string[]): Request | string {
  const request: Request = {
    folder: join(projectRoot, 'recordings'),
    filter: /(?:)/,
    details: false,
    json: false,
  };
  const rest = [...args];
  const folders: string[] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--json') request.json = true;
    else if (word === '--details') request.details = true;
    else if (word === '--filter') {
      const pattern = rest.shift();
      if (pattern === undefined) return '--filter needs a pattern';
      try {
        request.filter = new RegExp(pattern);
      } catch (error) {
        return (error as Error).message;
      }
    } else if (word.startsWith('-')) return `Unknown option of conformance: ${word}`;
    else folders.push(word);
  }
  if (folders.length > 1) return 'conformance takes one folder';
  return { ...request, folder: folders[0] ?? request.folder };
}

/** Prints results in the order of the names, each as soon as those before it are there. */
function inOrder(
  names: readonly string[],
  width: number,
  details: boolean,
): (result: ConformanceResult) => void {
  const waiting = new Map<string, ConformanceResult>();
  let next = 0;
  return (result) => {
    waiting.set(result.name, result);
    for (
      let ready = waiting.get(names[next] ?? '');
      ready;
      ready = waiting.get(names[next] ?? '')
    ) {
      next += 1;
      if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
      process.stdout.write(`${resultLine(ready, width)}\n`);
      const picture = details && ready.status === 'unexplained' ? differencePicture(ready) : '';
      if (picture !== '') process.stdout.write(`${picture.replace(/^/gm, '    ')}\n\n`);
    }
  };
}

/** How far the run is: one line that changes in a terminal, a line now and then in a log. */
function showProgress(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(done < of ? `\r${done} of ${of}` : '\r\x1b[K');
  else if (done === of || done % 50 === 0) process.stderr.write(`${done} of ${of}\n`);
}

function totals(
  results: readonly ConformanceResult[],
): Record<ConformanceResult['status'], number> {
  const count = { equal: 0, explained: 0, unexplained: 0 };
  for (const { status } of results) count[status] += 1;
  return count;
}
