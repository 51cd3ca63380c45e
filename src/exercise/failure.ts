/** Verdicts that need no judge: it does not compile, it crashed, it went on for ever, a step failed. */
import { crashPicture } from '../display/crash-picture';
import { zhCrashWords } from '../display/crash-picture-words';
import type { CommandReport } from '../lab/command-report';
import type { Crash } from '../lab/crash';
import { guiltyFrame, type Frame } from '../lab/frame';
import { lastUnfinished } from '../lab/lab-report';
import { methodName } from '../display/crash-picture-name';
import { shownPath } from '../cell/shown-path';
import type { Bilingual, Verdict } from './exercise';
import { around, fail, say } from './judging';
import type { PluginCaseResult } from './run/plugin-case';
import type { ModuleCallResult, RunRequest, RunResult } from './run/request';
import type { BuildFailure, RunEnd } from './run/subject';

/** A learner's module. */
interface SourceText {
  module: string;
  text: string;
}

/** @returns the verdict that the end of a run is by itself, or null where a judge has to look at it */
export function failureOf(
  end: RunEnd | undefined,
  request: RunRequest,
  files: Readonly<Record<string, string>>,
): Verdict | null {
  if (!end) return fail(say('It was not run.', '没有运行。'));
  switch (end.outcome) {
    case 'notBuilt':
      return notBuilt(end.failure, request);
    case 'unreadable':
      return unreadable(end.message);
    case 'stopped':
      return end.place ? stoppedAt(end.place, files) : stopped(end.report);
    case 'ended':
      return fail(end.message);
    case 'done':
      return (end.report ? found(end.report) : null) ?? failedStep(end.result, request, files);
  }
}

/** What JSON is strict about is said, where it is that. */
function unreadable(message: string): Verdict {
  const strict = /JSON/.test(message)
    ? [
        ' JSON wants a text in double quotes, a comma between two entries, and none after the last.',
        'JSON 要求文字放在双引号里，两项之间有逗号，最后一项后面没有逗号。',
      ]
    : ['', ''];
  return fail(say(`The answers cannot be read.${strict[0]}`, `无法读取答案。${strict[1]}`), {
    actual: message,
  });
}

function notBuilt({ message, limit }: BuildFailure, request: RunRequest): Verdict {
  if (limit === 'memory')
    return fail(say('The compiler took too much memory.', '编译占用内存过多。'), {
      actual: message,
    });
  if (limit === 'time')
    return fail(
      say('The compiler did not end within the time limit.', '编译没有在时间限制内结束。'),
      { actual: message },
    );
  const what =
    request.kind === 'build'
      ? say('The build fails.', '构建失败。')
      : say('It does not compile.', '无法通过编译。');
  return fail(what, { actual: message });
}

/** `work/06-wrap-a-kernel/scale.cpp:41`, where the learner's code was. */
function placeOf(frame: Frame | null): string {
  if (!frame || frame.file === null || frame.line === null) return '';
  return `${shownPath(frame.file)}:${frame.line}`;
}

/** A loop of TypeScript. */
function stoppedAt(
  { file, line }: { file: string; line: number },
  files: Readonly<Record<string, string>>,
): Verdict {
  const lines = (files[file] ?? '').split('\n');
  const first = Math.max(1, line - 2);
  const source = lines
    .slice(first - 1, line + 1)
    .map((text, at) => `${first + at === line ? '>' : ' '} ${first + at} | ${text}`);
  return fail(
    say(
      `Stopped: it did not end within the time limit; it was in line ${line} of ${file}.`,
      `已终止：没有在时间限制内结束；当时执行到 ${file} 第 ${line} 行。`,
    ),
    { actual: source.join('\n'), firstDifference: `${file}:${line}` },
  );
}

/** Of a terminal, below the part's title. */
const SCREEN = { columns: 74, rows: 17 };

/** What the emulator found wrong with a kernel's accesses. */
function found(report: CommandReport): Verdict | null {
  const [finding] = report.findings;
  if (!finding) return null;
  const frame = guiltyFrame(finding.frames);
  const place = placeOf(frame);
  const source = (frame?.source ?? []).map(
    ({ line, text, guilty }) => `${guilty ? '>' : ' '} ${String(line).padStart(4)} | ${text}`,
  );
  const at = place === '' ? ['', ''] : [` (${place})`, `（${place}）`];
  return fail(
    say(
      `A kernel touched memory that is not its own${at[0]}.`,
      ` kernel 访问了不属于它的内存${at[1]}。`,
    ),
    {
      actual: [finding.message, ...source].join('\n'),
      ...(place === '' ? {} : { firstDifference: place }),
    },
  );
}

function stopped(report: CommandReport): Verdict {
  const frame = guiltyFrame(report.backtrace);
  const place = placeOf(frame);
  const call = lastUnfinished(report);
  const during = frame?.function ? methodName(frame.function) : (call?.method ?? '');
  const [inEn, inZh] = [
    `${during === '' ? '' : ` in ${during}`}${place === '' ? '' : ` at ${place}`}`,
    `${during === '' ? '' : `，位于 ${during}`}${place === '' ? '' : `（${place}）`}`,
  ];
  const rest: Partial<Verdict> = {
    picture: crashPicture(report, { screen: SCREEN }),
    ...(place === '' ? {} : { firstDifference: place }),
    ...(call ? { trace: around(report.trace, call) } : {}),
  };
  switch (report.outcome) {
    case 'timedOut':
      return fail(
        say(
          `Stopped: it did not end within the time limit${inEn}.`,
          `已终止：没有在时间限制内结束${inZh}。`,
        ),
        rest,
      );
    case 'outOfMemory':
      return fail(
        say(`Stopped: it took too much memory${inEn}.`, `已终止：占用内存过多${inZh}。`),
        rest,
      );
    case 'tooManyProcesses':
      return fail(
        say(`Stopped: it started too many processes${inEn}.`, `已终止：启动的进程过多${inZh}。`),
        rest,
      );
    case 'exited':
      return fail(
        say(
          `It ended the process (exit code ${report.exitCode}) before it was done.`,
          `它在完成之前结束了进程（退出码 ${report.exitCode}）。`,
        ),
        { ...rest, actual: report.stderr.trim().split('\n').slice(-6).join('\n') },
      );
    default:
      return fail(say(`It crashed${inEn}.`, `程序崩溃${inZh}。`), {
        ...rest,
        ...(report.crash ? { actual: crashed(report.crash) } : {}),
      });
  }
}

function crashed(crash: Crash): Bilingual {
  return say(`${crash.signal}: ${crash.what}`, `${crash.signal}：${zhCrashWords(crash)}`);
}

/** The first case or call that failed although nobody expects it to. */
function failedStep(
  result: RunResult,
  request: RunRequest,
  files: Readonly<Record<string, string>>,
): Verdict | null {
  if ('cases' in result && 'cases' in request) {
    const at = result.cases.findIndex(
      ({ error }, index) => error !== null && request.cases[index]?.mayFail !== true,
    );
    const failed = result.cases[at];
    return failed ? caseFailed(failed) : null;
  }
  if ('calls' in result) {
    const failed = result.calls.find(({ error }) => error !== null);
    const module = request.kind === 'module' ? request.module : '';
    return failed ? callFailed(failed, { module, text: files[module] ?? '' }) : null;
  }
  return null;
}

/** A step of a case that failed. */
export function caseFailed({ error, trace }: PluginCaseResult): Verdict {
  if (!error) return fail(say('Nothing failed.', '没有步骤失败。'));
  const plugins = trace.filter(({ object, method }) => object !== 'host' && method !== 'destruct');
  const last = [...plugins].reverse().find(({ result }) => result !== 0 && result !== true);
  const words = error.message.replace(/^Cannot [^:]*: /, '');
  return fail(say(`${error.step} fails: ${words}`, `${error.step} 失败：${words}`), {
    trace: around(trace, last ?? plugins[plugins.length - 1]),
  });
}

function callFailed({ error, trace }: ModuleCallResult, { module, text }: SourceText): Verdict {
  if (!error) return fail(say('Nothing failed.', '没有调用失败。'));
  const plugins = trace.filter(({ object }) => object !== 'host');
  const code = error.code === undefined ? error.name : `${error.name} ${error.code}`;
  const said = `${code}: ${error.message}`;
  const { line } = error;
  const source = line === undefined ? undefined : text.split('\n')[line - 1];
  if (line === undefined || source === undefined)
    return fail(say('It throws.', '抛出了异常。'), { actual: said, trace: plugins.slice(-4) });
  return fail(
    say(`It throws in line ${line} of ${module}.`, `${module} 第 ${line} 行抛出了异常。`),
    {
      actual: `> ${line} | ${source.trim()}\n${said}`,
      firstDifference: `${module}:${line}`,
      trace: plugins.slice(-4),
    },
  );
}
