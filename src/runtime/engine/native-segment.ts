import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { WorkbookError } from '../../errors';
import { ONNX_TYPES, encodeModel, type OnnxNode, type OnnxTensor } from '../../onnx/model';
import { fromOrt, toOrt, type HostTensor } from './native-tensor';
import { onnxTypeOf } from '../network/operations/types';
import type { Plan, PlanNativeLayer, PlanTensor } from './plan';
import type { DataType } from '../enums';
import { printDims, sameDims, type Dims } from '../tensor';

/** Newest set of operators all of whose CPU kernels are known to work here. */
const OPSET = 21;

/**
 * Adjacent native layers as one session of ONNX Runtime, on the CPU. The session is made at the first run and shared by all contexts
 * of an engine; runs do not disturb each other.
 */
export class NativeSegment {
  /** Tensors that it reads and that other layers or the caller make. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  private readonly types = new Map<string, DataType>();
  private readonly dims: ReadonlyMap<string, Dims>;
  private session: Promise<InferenceSession> | null = null;
  private disposed = false;

  /**
   * @param layers In execution order, of one profile.
   * @param constants The plan's; only those that the layers name are used.
   * @param tensors The plan's, for the extents that are known.
   * @param outputs Tensors that are needed outside; default: those that no layer of the segment reads.
   */
  constructor(
    private readonly layers: readonly PlanNativeLayer[],
    private readonly constants: Plan['constants'],
    tensors: readonly Pick<PlanTensor, 'name' | 'dims'>[] = [],
    outputs?: readonly string[],
  ) {
    this.dims = new Map(tensors.map(({ name, dims }) => [name, dims]));
    for (const { tensor, type } of layers.flatMap((layer) => [...layer.inputs, ...layer.outputs])) {
      this.types.set(tensor, type);
    }
    const read = names(layers.flatMap((layer) => layer.inputs));
    const made = names(layers.flatMap((layer) => layer.outputs));
    this.inputs = [...read].filter((name) => !made.has(name));
    this.outputs = outputs ?? [...made].filter((name) => !read.has(name));
  }

  /** Names of the layers, for messages. */
  get label(): string {
    return this.layers.map(({ name }) => `"${name}"`).join(', ');
  }

  /** Makes the session; a run does so by itself. @throws {WorkbookError} `NATIVE_LAYERS_REFUSED` */
  async prepare(): Promise<void> {
    await this.ready();
  }

  /**
   * Computes the outputs.
   *
   * @param inputs By name, linear, in host memory; read in place where their address is a multiple of the element size.
   * @param into Memory for outputs whose extents the caller knows: ONNX Runtime writes straight into it.
   * @returns all outputs by name; those of `into` are the same objects
   * @throws {WorkbookError} `NATIVE_LAYERS_FAILED`, with what ONNX Runtime says
   */
  async run(
    inputs: ReadonlyMap<string, HostTensor>,
    into: ReadonlyMap<string, HostTensor> = new Map(),
  ): Promise<Map<string, HostTensor>> {
    // ONNX Runtime refuses a session of which nothing is asked.
    if (this.outputs.length === 0) return new Map();
    const session = await this.ready();
    const feeds: Record<string, Tensor> = {};
    for (const name of this.inputs) {
      const input = inputs.get(name);
      if (!input) this.fail('NATIVE_LAYERS_FAILED', 'run', `input "${name}" is missing`);
      if (input.type !== this.types.get(name)) {
        this.fail('NATIVE_LAYERS_FAILED', 'run', `input "${name}" is ${input.type}`);
      }
      feeds[name] = toOrt(input);
    }
    const fetches: Record<string, Tensor | null> = {};
    for (const name of this.outputs) {
      const target = into.get(name);
      fetches[name] = target && target.type !== 'kBF16' ? toOrt(target) : null;
    }
    const results = await session.run(feeds, fetches).catch((error: unknown) => {
      this.fail('NATIVE_LAYERS_FAILED', 'run', messageOf(error));
    });
    return new Map(
      this.outputs.map((name) => {
        const [result, target] = [results[name] as Tensor, into.get(name)];
        if (target && !sameDims(target.dims, [...result.dims])) {
          const shapes = `${printDims([...result.dims])}, not ${printDims(target.dims)}`;
          this.fail('NATIVE_LAYERS_FAILED', 'run', `output "${name}" is ${shapes}`);
        }
        const type = this.types.get(name) ?? 'kFLOAT';
        return [name, fromOrt(result, type, target, fetches[name] ?? null)];
      }),
    );
  }

  /** Frees the session. Later runs fail. */
  async dispose(): Promise<void> {
    this.disposed = true;
    const session = this.session;
    this.session = null;
    // A session that could not be made has nothing to free, and whoever asked for it knows.
    await session?.then(
      (made) => made.release(),
      () => undefined,
    );
  }

  private ready(): Promise<InferenceSession> {
    if (this.disposed) this.fail('OBJECT_DESTROYED', 'run', 'their session is disposed of');
    this.session ??= InferenceSession.create(this.model(), {
      executionProviders: ['cpu'],
      logSeverityLevel: 4,
      // It would keep one block for everything between the nodes, beside what the first run was given piece by piece.
      enableMemPattern: false,
      // Its threads spin for some 35 ms when a run ends: time that plugins and other sessions need.
      extra: { session: { force_spinning_stop: '1' } },
    }).catch((error: unknown) => {
      this.fail('NATIVE_LAYERS_REFUSED', 'prepare', messageOf(error));
    });
    return this.session;
  }

  /** The layers as one ONNX model. */
  private model(): Uint8Array {
    const used = new Set(this.layers.flatMap((layer) => layer.constants));
    const nodes = this.layers.flatMap((layer) => layer.nodes);
    const [before, after]: [OnnxNode[], OnnxNode[]] = [[], []];
    const rename = new Map<string, string>();
    // ONNX Runtime's JavaScript has no bfloat16: such tensors pass as float.
    for (const name of this.inputs.filter((input) => this.types.get(input) === 'kBF16')) {
      rename.set(name, `${name} as kBF16`);
      before.push(castNode(name, `${name} as kBF16`, ONNX_TYPES.bfloat16));
    }
    for (const name of this.outputs.filter((output) => this.types.get(output) === 'kBF16')) {
      rename.set(name, `${name} as kBF16`);
      after.push(castNode(`${name} as kBF16`, name, ONNX_TYPES.float));
    }
    const renamed = (edge: string) => rename.get(edge) ?? edge;
    const inside = nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(renamed),
      outputs: node.outputs.map(renamed),
    }));
    return encodeModel(
      {
        nodes: [...before, ...inside, ...after],
        inputs: this.inputs.map((name) => this.valueInfo(name)),
        outputs: this.outputs.map((name) => this.valueInfo(name)),
        constants: [...used].map((name) => {
          const constant = this.constants[name];
          if (!constant) this.fail('NATIVE_LAYERS_REFUSED', 'prepare', `"${name}" is missing`);
          return { name, ...constant };
        }),
      },
      OPSET,
    );
  }

  private valueInfo(name: string): OnnxTensor {
    const type = this.types.get(name) ?? 'kFLOAT';
    const dims = this.dims.get(name);
    const onnxType = type === 'kBF16' ? 'float' : onnxTypeOf(type);
    return dims ? { name, type: onnxType, dims } : { name, type: onnxType };
  }

  private fail(code: string, act: string, why: string): never {
    const [first] = this.layers;
    throw new WorkbookError(code, `Cannot ${act} native layers ${this.label}: ${why}`, {
      ...(first ? { layer: first.name } : {}),
    });
  }
}

function names(tensors: readonly { tensor: string }[]): Set<string> {
  return new Set(tensors.map(({ tensor }) => tensor));
}

function castNode(from: string, to: string, type: number): OnnxNode {
  return { opType: 'Cast', inputs: [from], outputs: [to], attributes: { to: type } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
