/** The words of a crash picture in both languages. Names of the API, signals, and what programs said stay as they are. */
import type { Crash, CrashCause } from '../lab/crash';
import { NEAR_BYTES } from '../lab/post-mortem/crash-words';
import type { CrashContent } from './crash-picture-content';
import { bytesText, msText } from './quantity';
import type { Language } from './figure';

export interface CrashWords {
  title: string;
  /** What came of the run, in one line. */
  headline: (content: CrashContent) => string;
  /** What ended it; '' where there is nothing to say. */
  reason: (content: CrashContent) => string;
  call: string;
  phase: (phase: string) => string;
  callsBefore: string;
  backtrace: string;
  noBacktrace: string;
  host: string;
  system: string;
  node: string;
  frames: (count: number) => string;
  /** A remark behind something. */
  aside: (remark: string) => string;
  times: (count: number) => string;
  findings: string;
  said: string;
  facts: (content: CrashContent) => string;
}

const seconds = (ms: number): string =>
  ms < 1000 ? msText(Math.round(ms)) : `${(ms / 1000).toFixed(1)} s`;

const EN: CrashWords = {
  title: 'Crash report',
  headline: ({ outcome, signal, exitCode, error, durationMs }) => {
    switch (outcome) {
      case 'returned':
        return 'returned';
      case 'threw':
        return `threw ${error?.code ?? error?.name ?? 'an error'}`;
      case 'exited':
        return exitCode === 0 ? 'ended well' : `exited with code ${exitCode}`;
      case 'timedOut':
        return `stopped after ${seconds(durationMs)}`;
      case 'outOfMemory':
        return 'stopped: too much memory';
      case 'tooManyProcesses':
        return 'stopped: too many processes';
      default:
        return signal === null ? `exited with code ${exitCode}` : `died of ${signal}`;
    }
  },
  reason: ({ crash, error }) => crash?.what ?? error?.message ?? '',
  call: 'The call that did not return',
  phase: (phase) => (phase === '' ? '' : `during ${phase}`),
  callsBefore: 'The last calls before it',
  backtrace: 'Where it was',
  noBacktrace: 'nobody could write down where it was',
  host: 'TensorRT',
  system: 'C/C++ library',
  node: 'Node.js, V8 and JavaScript',
  frames: (count) => (count === 1 ? '1 function' : `${count} functions`),
  aside: (remark) => ` (${remark})`,
  times: (count) => `${count} times`,
  findings: 'What the checks found',
  said: 'Last words (stderr)',
  facts: ({ durationMs, cpuMs, peakMemoryBytes, leftRunning }) =>
    [
      seconds(durationMs),
      `${seconds(cpuMs)} of processor time`,
      `${bytesText(peakMemoryBytes)} of memory at most`,
      ...(leftRunning > 0 ? [`${leftRunning} processes left running, ended`] : []),
    ].join(', '),
};

const ZH_CAUSES: Record<CrashCause, (crash: Crash) => string> = {
  nullPointer: (crash) => `${zhUse(crash)}：${zhNull(Number(crash.address))}`,
  stackOverflow: (crash) => `${zhUse(crash)}：栈已用尽（无限递归，或局部变量过大）`,
  deviceMemory: (crash) => `${zhUse(crash)}：这是设备内存，主机代码不能访问`,
  unmappedMemory: (crash) => `${zhUse(crash)}：那里没有内存（已释放，或越界）`,
  readOnlyMemory: (crash) => `${zhUse(crash)}：这块内存只读`,
  forbiddenMemory: (crash) => `${zhUse(crash)}：这块内存不可访问（保护页，或已释放）`,
  badCall: (crash) => `${zhUse(crash)}：那里没有代码（函数指针或虚表被覆盖或已释放）`,
  wildPointer: () => '使用了不可能是指针的地址（被覆盖、已释放或从未赋值）',
  endOfFile: (crash) => `${zhUse(crash)}：越过了映射文件的末尾`,
  divisionByZero: () => '整数除以零，或结果溢出',
  arithmetic: () => '算术异常',
  illegalInstruction: () => '陷阱指令：函数缺少 return、不可达代码或 __builtin_trap()',
  abort: () => '调用了 abort()',
  uncaughtException: zhSaid('未捕获的异常'),
  assertion: zhSaid('断言失败'),
  heapCorruption: zhSaid('堆已损坏'),
  stackSmashing: zhSaid('栈已损坏'),
  pureVirtualCall: zhSaid('调用了纯虚函数'),
  javascriptHeap: zhSaid('JavaScript 内存不足'),
  sanitizer: zhSaid('sanitizer 发现错误'),
  sent: ({ signal }) => `有进程发送了 ${signal}`,
  limit: ({ limit }) => (limit ? ZH_LIMITS[limit] : '超过限制'),
  unknown: ({ signal }) => signal,
};

function zhNull(address: number): string {
  if (address === 0) return '空指针';
  return address <= NEAR_BYTES
    ? `空指针（其后 ${address} 字节处）`
    : '接近地址 0：带下标的空指针，或者把一个数当成了指针';
}

/** What ended a process, in Chinese; `what` of the crash says it in English. */
export function zhCrashWords(crash: Crash): string {
  return ZH_CAUSES[crash.cause](crash);
}

const ZH_LIMITS = {
  time: '在时间限制内没有结束',
  cpu: '处理器时间超过限制',
  memory: '内存超过限制',
  addressSpace: '申请的内存超过限制（无论是否使用）',
  processes: '启动的进程数超过限制',
};

const ZH_ACCESS = { read: '读取', write: '写入', execute: '调用' };

function zhUse({ access, address }: Crash): string {
  return `${access ? ZH_ACCESS[access] : '访问'}地址 ${address ?? '?'}`;
}

function zhSaid(what: string): (crash: Crash) => string {
  return ({ message }) =>
    message === undefined ? what : `${what}：${message.replace(/\s+/g, ' ')}`;
}

const ZH: CrashWords = {
  title: '崩溃报告',
  headline: ({ outcome, signal, exitCode, error, durationMs }) => {
    switch (outcome) {
      case 'returned':
        return '正常返回';
      case 'threw':
        return `抛出 ${error?.code ?? error?.name ?? '错误'}`;
      case 'exited':
        return exitCode === 0 ? '正常结束' : `以代码 ${exitCode} 退出`;
      case 'timedOut':
        return `${seconds(durationMs)} 后被终止`;
      case 'outOfMemory':
        return '被终止：内存过多';
      case 'tooManyProcesses':
        return '被终止：进程过多';
      default:
        return signal === null ? `以代码 ${exitCode} 退出` : `因 ${signal} 终止`;
    }
  },
  reason: ({ crash, error }) => (crash ? zhCrashWords(crash) : (error?.message ?? '')),
  call: '没有返回的调用',
  phase: (phase) => (phase === '' ? '' : `阶段：${phase}`),
  callsBefore: '在它之前的最后几次调用',
  backtrace: '当时的位置',
  noBacktrace: '无法记录当时的位置',
  host: 'TensorRT',
  system: 'C/C++ 库',
  node: 'Node.js、V8 与 JavaScript',
  frames: (count) => `${count} 个函数`,
  aside: (remark) => `（${remark}）`,
  times: (count) => `${count} 次`,
  findings: '检查的发现',
  said: '最后的输出（stderr）',
  facts: ({ durationMs, cpuMs, peakMemoryBytes, leftRunning }) =>
    [
      seconds(durationMs),
      `处理器时间 ${seconds(cpuMs)}`,
      `内存最多 ${bytesText(peakMemoryBytes)}`,
      ...(leftRunning > 0 ? [`留下 ${leftRunning} 个进程，已结束`] : []),
    ].join('，'),
};

export function crashPictureWords(language: Language): CrashWords {
  return language === 'zh' ? ZH : EN;
}
