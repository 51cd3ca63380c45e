import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { WorkbookError } from '../../errors';
import type { InferenceTrace } from '../inference-trace';
import { queryTensor, type PictureQuery } from './picture-query';

/** The events of ONNX Runtime's own profile that are read here. */
interface ProfileEvent {
  cat: string;
  name: string;
  /** Microseconds. */
  dur: number;
  args?: {
    op_name?: string;
    /** Bytes that it reads, without weights, and writes; decimal digits. */
    activation_size?: string;
    output_size?: string;
    /** Sizes of the pieces in which it gave work to other threads. */
    thread_scheduling_stats?: { main_thread?: { block_size?: number[] } };
  };
}

/** A node of the graph as ONNX Runtime optimised it. */
export interface NodeTimes {
  name: string;
  operator: string;
  /** Milliseconds of the last run. */
  ms: number;
  /** Bytes that it reads and writes, weights left out. */
  bytes: number;
  /** Whether it gives work to other threads. */
  parallel: boolean;
}

/** What is not given is as ONNX Runtime has it. */
type OnnxRuntimeOptions = Pick<InferenceSession.SessionOptions, 'intraOpNumThreads'>;

/** A model run by ONNX Runtime alone. */
export class OnnxRuntimeModel {
  private constructor(
    private readonly path: string,
    private readonly options: OnnxRuntimeOptions,
    private readonly session: InferenceSession,
    private readonly feeds: Record<string, Tensor>,
  ) {}

  /** @throws {WorkbookError} `ONNX_RUNTIME_FAILED`; {ApiUsageError} `ONNX_INPUT_UNSUPPORTED` */
  static async load(
    path: string,
    query: PictureQuery,
    options: OnnxRuntimeOptions = {},
  ): Promise<OnnxRuntimeModel> {
    const session = await InferenceSession.create(path, { logSeverityLevel: 4, ...options }).catch(
      (error: unknown) => failed('load', path, error),
    );
    const feeds = session.inputNames.map((name) => {
      const { dims, data } = queryTensor(query, name);
      const tensor =
        data instanceof Float32Array
          ? new Tensor('float32', data, dims)
          : new Tensor('int64', data, dims);
      return [name, tensor] as const;
    });
    return new OnnxRuntimeModel(path, options, session, Object.fromEntries(feeds));
  }

  /** @returns the first output, kFLOAT */
  async output(): Promise<Float32Array> {
    const [name = ''] = this.session.outputNames;
    const outputs = await this.run(this.session);
    return (outputs[name] as Tensor).data as Float32Array;
  }

  /** Queries one after the other, after one that does not count. What it reads and writes is host memory: there are no transfers. */
  async measure(queries: number): Promise<InferenceTrace[]> {
    await this.run(this.session);
    const zero = performance.now();
    const traces: InferenceTrace[] = [];
    for (let i = 0; i < queries; i += 1) {
      const start = performance.now() - zero;
      await this.run(this.session);
      const end = performance.now() - zero;
      traces.push({
        startEnqMs: start,
        endEnqMs: end,
        startH2dMs: start,
        endH2dMs: start,
        startComputeMs: start,
        endComputeMs: end,
        startD2hMs: end,
        endD2hMs: end,
      });
    }
    return traces;
  }

  /** The nodes of the whole model, as ONNX Runtime's own profiler times them in a second run. */
  async profile(): Promise<NodeTimes[]> {
    const folder = mkdtempSync(join(tmpdir(), 'onnxruntime-profile-'));
    try {
      const session = await InferenceSession.create(this.path, {
        ...this.options,
        logSeverityLevel: 4,
        enableProfiling: true,
        profileFilePrefix: join(folder, 'profile'),
      });
      try {
        for (let run = 0; run < 2; run += 1) await this.run(session);
        session.endProfiling();
      } finally {
        await session.release();
      }
      const [file = ''] = readdirSync(folder);
      return nodeTimes(JSON.parse(readFileSync(join(folder, file), 'utf8')) as ProfileEvent[]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private run(session: InferenceSession): Promise<InferenceSession.OnnxValueMapType> {
    return session.run(this.feeds).catch((error: unknown) => failed('run', this.path, error));
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

const KERNEL = '_kernel_time';

function nodeTimes(events: readonly ProfileEvent[]): NodeTimes[] {
  const nodes = new Map<string, NodeTimes>();
  for (const { cat, name, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith(KERNEL)) continue;
    const node = name.slice(0, -KERNEL.length);
    const known = nodes.get(node) ?? {
      name: node,
      operator: args?.op_name ?? '',
      ms: NaN,
      bytes: Number(args?.activation_size ?? 0) + Number(args?.output_size ?? 0),
      parallel: false,
    };
    known.ms = dur / 1000;
    known.parallel ||= (args?.thread_scheduling_stats?.main_thread?.block_size?.length ?? 0) > 0;
    nodes.set(node, known);
  }
  return [...nodes.values()];
}

function failed(act: string, path: string, error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new WorkbookError(
    'ONNX_RUNTIME_FAILED',
    `Cannot ${act} ${path} with ONNX Runtime: ${reason}`,
    {},
  );
}
