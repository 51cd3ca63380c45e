import { ApiUsageError } from '../../errors';
import type { ProfilingVerbosity } from '../build/builder-config';
import { formatText } from './format-text';
import { describeLayer, type LayerDescription } from './layer-description';
import { json, oneLine } from './layer-text';
import type { Plan } from './plan';
import type { Dims } from '../tensor';

/** `nvinfer1::LayerInformationFormat`. */
export type LayerInformationFormat = 'kONELINE' | 'kJSON';
const FORMATS: readonly string[] = ['kONELINE', 'kJSON'] satisfies LayerInformationFormat[];

/** What the inspector asks of an execution context. */
export interface InspectedContext {
  /** The profile that is set. */
  readonly inspectedProfile: number;
  /** Extents of a tensor of the engine, -1 where they are not known yet. */
  inspectedDims(tensorName: string): Dims;
}

/**
 * `nvinfer1::IEngineInspector`: tells what an engine consists of.
 *
 * For plugin and reformat layers the text is TensorRT 10.6's, to the character, as far as it is recorded: kDETAILED, whole engine, no
 * context (recordings/inspector). It shows that 10.6 writes an unknown extent as -1, names a tensor's type but not its format, and writes
 * `PluginMetadata` for V3 plugins only. What differs there:
 * - `TacticValue` of a reformat is 0 or 0x3e8 in TensorRT, by timing, and 0 here: there is one way to copy.
 * - Around a plugin with data-dependent outputs TensorRT shows `TrainStation` and `DeviceToShapeHost` layers; this host waits there without
 *   layers of their own.
 * - Native layers: TensorRT names the kernels that it fused them into (`PointWiseV2`, `kgen`); here they are the network's layers, with
 *   keys of ours.
 * Not recorded are kLAYER_NAMES_ONLY, the first line of kONELINE, a single layer, and what a context changes: extents are then known here.
 *
 * @see NvInferRuntime.h 10.16, `IEngineInspector`, `ProfilingVerbosity`
 */
export class EngineInspector {
  private context: InspectedContext | null = null;

  /** @internal Inspectors come from createEngineInspector. */
  constructor(
    private readonly plan: Plan,
    /** What the engine was built with; `kLAYER_NAMES_ONLY` is TensorRT's default. */
    readonly verbosity: ProfilingVerbosity = 'kLAYER_NAMES_ONLY',
  ) {}

  /** Takes extents and profile from a context; null forgets it. @returns true, as TensorRT where it succeeds */
  setExecutionContext(context: InspectedContext | null): boolean {
    this.context = context;
    return true;
  }

  getExecutionContext(): InspectedContext | null {
    return this.context;
  }

  /**
   * @param index Of a layer in execution order, those of profile 0 first.
   * @returns the name alone where the engine was built with kLAYER_NAMES_ONLY, in quotes for kJSON; nothing with kNONE
   * @throws {ApiUsageError} `LAYER_UNKNOWN`, `FORMAT_UNKNOWN`
   */
  getLayerInformation(index: number, format: LayerInformationFormat): string {
    checkFormat(format, 'getLayerInformation');
    const name = this.plan.layers[index]?.name;
    if (name === undefined) {
      throw new ApiUsageError(
        'LAYER_UNKNOWN',
        'Cannot inspect a layer: the engine has none of this index',
        {
          method: 'getLayerInformation',
          expected: `an index from 0 to ${this.plan.layers.length - 1}`,
          actual: index,
        },
      );
    }
    if (this.verbosity === 'kNONE') return '';
    const description = this.describe(index);
    if (description === null) return format === 'kJSON' ? JSON.stringify(name) : name;
    return format === 'kJSON' ? json(description) : oneLine(description);
  }

  /**
   * All layers, and the names of the inputs and outputs under `Bindings`.
   * @throws {ApiUsageError} `FORMAT_UNKNOWN`
   */
  getEngineInformation(format: LayerInformationFormat): string {
    checkFormat(format, 'getEngineInformation');
    const shown = this.verbosity === 'kNONE' ? [] : this.plan.layers.map((_, index) => index);
    const layers = shown.map((index) => this.getLayerInformation(index, format));
    const bindings = this.plan.tensors.filter(({ mode }) => mode !== null).map(({ name }) => name);
    if (format === 'kONELINE')
      return `Layers:\n${layers.join('\n')}\n\nBindings:\n${bindings.join('\n')}\n`;
    const names = bindings.map((name) => JSON.stringify(name));
    return `{"Layers": [${layers.join(',')}],\n"Bindings": [${names.join('\n,')}\n]}\n`;
  }

  /** null where the engine was built without details. */
  private describe(index: number): LayerDescription | null {
    const layer = this.plan.layers[index];
    if (layer === undefined || this.verbosity !== 'kDETAILED') return null;
    return describeLayer(layer, (use) => {
      const tensor = this.plan.tensors.find(({ name }) => name === use.tensor);
      return {
        Name: use.tensor,
        Location: tensor?.location === 'kHOST' ? 'Host' : 'Device',
        Dimensions: this.dimsOf(use.tensor, layer.profile, tensor?.dims ?? []),
        'Format/Datatype': formatText(use.type),
      };
    });
  }

  /** A context knows the extents of its own profile only. */
  private dimsOf(tensor: string, profile: number, dims: Dims): Dims {
    if (this.context?.inspectedProfile !== profile) return [...dims];
    return [...this.context.inspectedDims(tensor)];
  }

  /** What getEngineInformation describes, as data. */
  toJSON(): unknown {
    return JSON.parse(this.getEngineInformation('kJSON'));
  }
}

function checkFormat(format: string, method: string): void {
  if (FORMATS.includes(format)) return;
  throw new ApiUsageError('FORMAT_UNKNOWN', 'Cannot inspect the engine: no format has this name', {
    method,
    expected: FORMATS.join(', '),
    actual: format,
  });
}
