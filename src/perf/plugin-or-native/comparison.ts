import type { Figure, Language } from '../../display/figure';
import { inspectable } from '../../runtime/inspect';
import type { HostDescription } from '../inference-host';
import { comparisonTable } from './comparison-table';
import { reasonsOf, type Reason } from './reasons';
import type { Spread } from './spread';
import { partsOf, type VariantParts } from './variant-parts';

/** A layer of a variant. */
export interface ComparedLayer {
  name: string;
  /** The plugin, `nvinfer1::LayerType`, or the operator of a node of ONNX Runtime. */
  type: string;
  kind: 'plugin' | 'reformat' | 'native';
  /** Median time in milliseconds. */
  ms: number;
  /** Whether this is what is a plugin in one variant and native in another. */
  compared: boolean;
  /** Of a node of ONNX Runtime: whether it gives work to other threads. */
  parallel?: boolean;
}

/** One way to run the model, and what it cost. */
export interface VariantResult {
  id: string;
  description: Readonly<Record<Language, string>>;
  /** File name of the ONNX model. */
  model: string;
  runBy: 'engine' | 'onnxruntime';
  /** Queries a second, from host memory to host memory, one value a round. */
  throughputQps: Spread;
  /** Throughput divided by that of ONNX Runtime alone in the same round; null without that variant. */
  relativeThroughput: Spread | null;
  /** H2D, computation and D2H of one query, over all rounds. */
  latencyMs: { median: number; min: number; p90: number };
  /** Measured after the rounds. An engine runs every native layer as a session of its own then; ONNX Runtime keeps the model whole. */
  layers: readonly ComparedLayer[];
  /** What converting between types and formats costs in one query. */
  reformats: {
    count: number;
    ms: number;
    /** Read and written together. */
    bytes: number;
  };
  /** Memory that a context needs beside inputs and outputs; null where ONNX Runtime keeps it to itself. */
  deviceMemoryBytes: number | null;
  accuracy: {
    /** Largest absolute difference of an output element from ONNX Runtime's; null without that variant. */
    maxAbsDifference: number | null;
    /** PSNR of the output as an 8-bit picture against the photo; null without a photo. */
    psnrDb: number | null;
  };
}

/** How the variants were measured. */
export interface ComparisonSettings {
  /** Extents of the picture that goes in, [H,W]. */
  from: readonly [number, number];
  /** Extents of the picture that comes out. */
  to: readonly [number, number];
  /** The variants take turns, this often. */
  rounds: number;
  /** Queries of a variant in one round, after one that does not count. */
  queries: number;
  /** Iterations of the layer profile. */
  profileIterations: number;
}

/** What a comparison found out, as data. */
export interface ComparisonData {
  /** ISO 8601. */
  date: string;
  host: HostDescription;
  settings: ComparisonSettings;
  variants: readonly VariantResult[];
}

/** What comparePluginAndNative found out. */
export class PluginOrNativeComparison implements ComparisonData {
  readonly date: string;
  readonly host: HostDescription;
  readonly settings: ComparisonSettings;
  readonly variants: readonly VariantResult[];

  constructor(data: ComparisonData) {
    this.date = data.date;
    this.host = data.host;
    this.settings = data.settings;
    this.variants = data.variants;
  }

  /** The variant of this id, or null where it was not measured. */
  variant(id: string): VariantResult | null {
    return this.variants.find((one) => one.id === id) ?? null;
  }

  /** What the numbers say, in sentences. */
  reasons(): Reason[] {
    return reasonsOf(this);
  }

  /** One row a variant. */
  table(language: Language = 'en'): Figure {
    return comparisonTable(this, language);
  }

  /** What the latencies consist of, for `comparisonBars`. */
  parts(language: Language = 'en'): VariantParts[] {
    return this.variants.map((variant) => partsOf(variant, language));
  }

  toJSON(): ComparisonData & { reasons: Reason[] } {
    const { date, host, settings, variants } = this;
    return { date, host, settings, variants, reasons: this.reasons() };
  }

  static {
    inspectable(PluginOrNativeComparison, ({ variants }) =>
      Object.fromEntries(
        variants.map(({ id, throughputQps, latencyMs }) => [
          id,
          `${throughputQps.median.toFixed(2)} qps, latency ${latencyMs.median.toFixed(2)} ms`,
        ]),
      ),
    );
  }
}
