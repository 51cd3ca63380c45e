/** What a submission may use in its sandbox, and what is said where it used more. */
import type { Bilingual } from '../exercise/exercise';
import { say } from '../exercise/judging';
import type { SubjectLab, SubjectTask } from '../exercise/run/subject';
import type { SandboxLimit, SandboxLimits } from '../sandbox';

const MIB = 2 ** 20;

export interface BoxLimits {
  /** Processor seconds of one process that runs the code. A busy machine makes nothing take more of them. */
  runSeconds: number;
  /** Processor seconds of one compiler. */
  compileSeconds: number;
  /** Resident bytes of everything together. */
  memoryBytes: number;
  /** Processes at a time. */
  processes: number;
  /** Bytes of one file. */
  fileBytes: number;
  /** Bytes of all files. */
  scratchBytes: number;
}

/** A looping or greedy process is ended by the lab in the sandbox, so that other parts go on; these are for everything together. */
export const BOX_LIMITS: BoxLimits = {
  runSeconds: 10,
  compileSeconds: 30,
  memoryBytes: 2048 * MIB,
  processes: 192,
  fileBytes: 64 * MIB,
  scratchBytes: 256 * MIB,
};

/** Seconds by the clock for one of the processor: other submissions run at the same time, and what only waits ends by it. */
export const PATIENCE = 4;
/** Compilers one after the other: preprocessed, compiled, linked, and more where parts are built in other ways. */
const COMPILATIONS = 2;
/** Seconds of a run beside its process: to start another, to find out where one crashed. */
const AROUND_SECONDS = 3;

export function sandboxLimits(
  limits: BoxLimits,
  { runs }: SubjectTask,
): Required<Pick<SandboxLimits, 'wallSeconds' | 'cpuSeconds' | 'memoryBytes' | 'processes'>> &
  SandboxLimits {
  const seconds =
    COMPILATIONS * limits.compileSeconds + runs.length * (limits.runSeconds + AROUND_SECONDS);
  return {
    wallSeconds: PATIENCE * seconds,
    cpuSeconds: seconds,
    memoryBytes: limits.memoryBytes,
    processes: limits.processes,
    fileBytes: limits.fileBytes,
    scratchBytes: limits.scratchBytes,
    files: 10_000,
    outputBytes: MIB / 4,
    answerBytes: 48 * MIB,
    collectedFiles: 1,
  };
}

/** Of one process and what it starts: less than of everything, so that the process ends and not everything. */
export function labLimits({
  runSeconds,
  memoryBytes,
  processes,
  fileBytes,
}: BoxLimits): SubjectLab {
  return {
    cpuMs: runSeconds * 1000,
    memoryBytes: memoryBytes / 2,
    processes: Math.ceil(processes / 6),
    fileBytes,
    // It would have to trace another process, which a sandbox refuses.
    debugger: false,
  };
}

/** Of one compiler. */
export function compilerLimits({
  compileSeconds,
  memoryBytes,
}: BoxLimits): NonNullable<SubjectTask['compiler']> {
  return {
    timeMs: PATIENCE * compileSeconds * 1000,
    cpuMs: compileSeconds * 1000,
    memoryBytes: (memoryBytes * 3) / 4,
  };
}

/** The verdict on everything that a limit ended. */
export function limitWords(limit: SandboxLimit, limits: Required<SandboxLimits>): Bilingual {
  const value = limits[limit];
  const mib = `${Math.round(value / MIB)} MiB`;
  switch (limit) {
    case 'wallSeconds':
      return say(
        `Stopped: compiling and running it took more time than ${value} s.`,
        `已终止：编译和运行的时间超过 ${value} 秒。`,
      );
    case 'cpuSeconds':
      return say(
        `Stopped: compiling and running it took more processor time than ${value} s.`,
        `已终止：编译和运行的处理器时间超过 ${value} 秒。`,
      );
    case 'memoryBytes':
      return say(
        `Stopped: compiling or running it took more memory than ${mib}.`,
        `已终止：编译或运行占用的内存超过 ${mib}。`,
      );
    case 'processes':
      return say(
        `Stopped: it started more processes than ${value}.`,
        `已终止：启动的进程超过 ${value} 个。`,
      );
    case 'fileBytes':
      return say(
        `Stopped: it wrote a file of more than ${mib}, the file size limit.`,
        `已终止：写入的单个文件超过大小限制 ${mib}。`,
      );
    case 'scratchBytes':
      return say(
        `Stopped: it filled its disk space of ${mib}.`,
        `已终止：写满了 ${mib} 的磁盘空间。`,
      );
    case 'files':
      return say(
        `Stopped: it made more files than ${value}.`,
        `已终止：创建的文件超过 ${value} 个。`,
      );
    case 'outputBytes':
    case 'answerBytes':
      return say(`Stopped: it wrote more output than ${mib}.`, `已终止：输出超过 ${mib}。`);
  }
}
