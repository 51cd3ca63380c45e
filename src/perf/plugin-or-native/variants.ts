import { join } from 'node:path';
import { projectRoot } from '../../native-loader';
import type { Language } from '../../display/figure';
import type { LayerChoice } from '../../runtime/build/builder-config';

/** One way to run a model. */
export interface Variant {
  id: string;
  description: Readonly<Record<Language, string>>;
  /** Path of an ONNX file. */
  model: string;
  /** An engine of this host, or ONNX Runtime with its default options and without an engine around it. */
  runBy: 'engine' | 'onnxruntime';
  /** Of an engine: what all its plugin layers are built as, instead of the fastest way; sets kFP16. */
  pluginChoice?: LayerChoice;
  /** Of ONNX Runtime: `intraOpNumThreads`; default: ONNX Runtime's own, a thread a core. */
  intraOpNumThreads?: number;
}

const model = (name: string) => join(projectRoot, 'models', `${name}.onnx`);

/** The id of the variant that the others are compared with. */
export const ONNX_RUNTIME = 'onnxruntime';

/** SRCNN in every way in which this host can run it. */
export const SRCNN_VARIANTS: readonly Variant[] = [
  {
    id: 'plugin-v2',
    description: { en: 'plugin, IPluginV2DynamicExt', zh: 'plugin，IPluginV2DynamicExt' },
    model: model('srcnn-dynamic-trt-resize'),
    runBy: 'engine',
  },
  {
    id: 'plugin-v3',
    description: { en: 'plugin, IPluginV3', zh: 'plugin，IPluginV3' },
    model: model('srcnn-dynamic-trt-resize-v3'),
    runBy: 'engine',
  },
  {
    id: 'plugin-half',
    description: { en: 'plugin in kHALF kHWC8', zh: 'plugin，kHALF kHWC8' },
    model: model('srcnn-dynamic-trt-resize'),
    runBy: 'engine',
    pluginChoice: { in: ['kHALF:kHWC8', 'kFLOAT:kLINEAR'], out: ['kHALF:kHWC8'] },
  },
  {
    id: 'native-layer',
    description: { en: 'native IResizeLayer', zh: '原生 layer IResizeLayer' },
    model: model('srcnn-native-resize'),
    runBy: 'engine',
  },
  {
    id: ONNX_RUNTIME,
    description: { en: 'ONNX Runtime alone', zh: '只用 ONNX Runtime' },
    model: model('srcnn-native-resize'),
    runBy: 'onnxruntime',
  },
];
