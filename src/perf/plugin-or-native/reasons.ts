import { bytesText, significant } from '../../display/quantity';
import { medianOf } from '../metrics';
import { comparedMs, profiledMs } from './compared-time';
import type { ComparisonData, VariantResult } from './comparison';
import { RECORDED_ON_H200 } from './recorded-on-h200';
import { ONNX_RUNTIME } from './variants';

/** One thing that the numbers say, in both languages. */
export interface Reason {
  about:
    | 'throughput'
    | 'layer'
    | 'native-layer'
    | 'fusion'
    | 'reformat'
    | 'generation'
    | 'accuracy'
    | 'advice';
  en: string;
  zh: string;
}

/** Sentences that follow from a comparison's numbers; what was not measured is not spoken of. */
export function reasonsOf(comparison: ComparisonData): Reason[] {
  const { variants, settings } = comparison;
  const alone = variants.find(({ id }) => id === ONNX_RUNTIME);
  const engines = variants.filter(({ runBy }) => runBy === 'engine');
  const plugins = engines.filter(({ layers }) => layers.some(({ kind }) => kind === 'plugin'));
  const natives = engines.filter((variant) => !plugins.includes(variant));
  const plain = plugins.filter(({ reformats }) => reformats.count === 0);
  const best = [...plain].sort((a, b) => b.throughputQps.median - a.throughputQps.median)[0];
  return [
    ...(alone ? plain.map((variant) => throughput(variant, alone)) : []),
    ...(alone && best ? [layer(best, alone)] : []),
    ...natives.flatMap((native) => (best ? [nativeLayer(native, best)] : [])),
    ...(best && profiledMs(best) > best.latencyMs.median ? [fusion(best)] : []),
    ...plugins.flatMap((variant) => (variant.reformats.count > 0 ? [reformat(variant, best)] : [])),
    // One round says nothing about how rounds differ.
    ...plain
      .slice(settings.rounds > 1 ? 1 : plain.length)
      .map((variant) => generation(plain[0] as VariantResult, variant)),
    ...(alone ? engines.flatMap((variant) => accuracy(variant, alone)) : []),
    ...(best ? [advice()] : []),
  ];
}

const ms = (value: number): string => `${significant(value)} ms`;
const percent = (part: number): string => `${Math.round(100 * part)} %`;

function throughput(variant: VariantResult, alone: VariantResult): Reason {
  const { median, min, max } = variant.relativeThroughput ?? { median: NaN, min: NaN, max: NaN };
  const [own, other] = [variant, alone].map(({ throughputQps }) =>
    significant(throughputQps.median),
  );
  const times = `${significant(median)} x (${significant(min)} – ${significant(max)})`;
  const { en, zh } = variant.description;
  return {
    about: 'throughput',
    en: `${en}: ${own} queries a second, ONNX Runtime alone ${other}: ${times}.`,
    zh: `${zh}：每秒 ${own} 次推理，只用 ONNX Runtime 为 ${other} 次：${times}。`,
  };
}

/** What the plugin replaces, and why that takes as long as it does. */
function layer(best: VariantResult, alone: VariantResult): Reason {
  const nodes = alone.layers.filter(({ compared }) => compared);
  const [own, other] = [comparedMs(best), comparedMs(alone)];
  const share = percent(other / profiledMs(alone));
  const single = nodes.length > 0 && nodes.every(({ parallel }) => parallel === false);
  const others = alone.layers.some(({ parallel }) => parallel === true);
  const slower = other > own;
  const why = slower && single && others;
  return {
    about: 'layer',
    en:
      `The plugin takes ${ms(own)}, ONNX Runtime's Resize ${ms(other)}, which is ${share} of the time of all its nodes` +
      (why
        ? ': it gives no work to other threads, as the convolutions do, so one core computes while the others wait.'
        : '.'),
    zh:
      `plugin 用时 ${ms(own)}，ONNX Runtime 的 Resize 用时 ${ms(other)}，占其全部节点时间的 ${share}` +
      (why ? '：它不像卷积那样把工作分给其他线程，只有一个核在计算，其余的核在等待。' : '。'),
  };
}

function nativeLayer(native: VariantResult, best: VariantResult): Reason {
  const [own, plugin] = [comparedMs(native), comparedMs(best)];
  const times = significant(own / plugin);
  return {
    about: 'native-layer',
    en: `As a native layer the resize takes ${ms(own)}, ${times} x the plugin: on this host ONNX Runtime computes native layers. That is no statement about TensorRT, whose native layers are kernels of its own.`,
    zh: `作为原生 layer，缩放用时 ${ms(own)}，是 plugin 的 ${times} 倍：在本宿主上，原生 layer 由 ONNX Runtime 计算。这不代表 TensorRT，它的原生 layer 用的是自己的 kernel。`,
  };
}

function fusion(variant: VariantResult): Reason {
  const [apart, together] = [profiledMs(variant), variant.latencyMs.median];
  return {
    about: 'fusion',
    en: `The profile runs every layer apart: together ${ms(apart)}, while a query takes ${ms(together)}. Adjacent native layers in one session save the difference: activations are computed with their convolution, and what passes between them is not copied.`,
    zh: `性能剖析让每个 layer 单独运行：合计 ${ms(apart)}，而一次推理只用 ${ms(together)}。差值来自相邻的原生 layer 合为一个会话：激活随卷积一起计算，layer 之间传递的数据不再拷贝。`,
  };
}

function reformat(variant: VariantResult, best: VariantResult | undefined): Reason {
  const { count, ms: time, bytes } = variant.reformats;
  const own = comparedMs(variant);
  const { en, zh } = variant.description;
  const beside = best ? own + time - comparedMs(best) : NaN;
  const worse = beside > 0;
  return {
    about: 'reformat',
    en:
      `${en}: its neighbours want FP32 linear, so ${count === 1 ? '1 reformat reads and writes' : `${count} reformats read and write`} ${bytesText(bytes)} and ${count === 1 ? 'takes' : 'take'} ${ms(time)}, beside ${ms(own)} for the plugin itself` +
      (best
        ? `: ${ms(Math.abs(beside))} ${worse ? 'more' : 'less'} than in FP32 linear, where nothing is converted. Native layers of this host are linear; recorded on an H200, TensorRT 10.6 built SRCNN with FP16 allowed and took the plugin in FP32 linear too, with one reformat behind it.`
        : '.'),
    zh:
      `${zh}：相邻 layer 要求 FP32 线性 format，因此 ${count} 次 reformat 读写 ${bytesText(bytes)}，用时 ${ms(time)}，plugin 本身用时 ${ms(own)}` +
      (best
        ? `：比无需转换的 FP32 线性 format${worse ? '多' : '少'} ${ms(Math.abs(beside))}。本宿主的原生 layer 是线性的；在 H200 上的记录表明，允许 FP16 时，TensorRT 10.6 构建 SRCNN 也让 plugin 用 FP32 线性 format，并在其后做一次 reformat。`
        : '。'),
  };
}

/** Two plugins that do the same: is one of them faster? */
function generation(first: VariantResult, second: VariantResult): Reason {
  const [a, b] = [first.throughputQps, second.throughputQps];
  const apart = a.max < b.min || b.max < a.min;
  const ratio = significant(b.median / a.median);
  return {
    about: 'generation',
    en: `${second.description.en} has ${ratio} x the throughput of "${first.description.en}"${apart ? '.' : ', which is less than the rounds differ among themselves: the generation of a plugin decides what TensorRT asks it, not how fast its kernel is.'}`,
    zh: `${second.description.zh}的吞吐量是“${first.description.zh}”的 ${ratio} 倍${apart ? '。' : '，小于各轮之间的差别：plugin 的代际决定 TensorRT 问它什么，而不是它的 kernel 有多快。'}`,
  };
}

/** How far the output is from ONNX Runtime's, and whether the picture shows it. */
function accuracy(variant: VariantResult, alone: VariantResult): Reason[] {
  const { maxAbsDifference: difference, psnrDb } = variant.accuracy;
  if (difference === null) return [];
  const other = alone.accuracy.psnrDb;
  const photo = psnrDb !== null && other !== null;
  const dB = photo ? `${psnrDb.toFixed(2)} dB (ONNX Runtime: ${other.toFixed(2)} dB)` : '';
  const { en, zh } = variant.description;
  const most = difference.toExponential(1);
  const differs =
    difference === 0
      ? {
          en: 'every element of the output is the one of ONNX Runtime',
          zh: '输出的每个元素都与 ONNX Runtime 相同',
        }
      : {
          en: `no element of the output differs from ONNX Runtime's by more than ${most}`,
          zh: `输出的每个元素与 ONNX Runtime 的差不超过 ${most}`,
        };
  return [
    {
      about: 'accuracy',
      en: `${en}: ${differs.en}${photo ? `; PSNR against the photo ${dB}` : ''}.`,
      zh: `${zh}：${differs.zh}${photo ? `；相对原照片的 PSNR 为 ${dB}` : ''}。`,
    },
  ];
}

/** What these numbers do not show. */
function advice(): Reason {
  const medians = RECORDED_ON_H200.map(({ precision, v2Qps, v3Qps, nativeQps }) => {
    const [v2 = NaN, v3 = NaN, native = NaN] = [v2Qps, v3Qps, nativeQps].map(medianQps);
    return { precision, v2, v3, native };
  });
  const figures = medians
    .map(({ precision, v2, v3, native }) => {
      const shown = [v2, v3, native].map((qps) => Math.round(qps)).join(' / ');
      return `${precision} ${shown} qps`;
    })
    .join(', ');
  const most = Math.max(
    ...medians.flatMap(({ v2, v3, native }) =>
      [v2, v3].map((plugin) => Math.abs(plugin / native - 1)),
    ),
  );
  const within = `${significant(100 * most)} %`;
  return {
    about: 'advice',
    en: `Measure before you write a plugin: recorded on an H200 with TensorRT 10.6, plugin V2 / V3 / native cubic layer: ${figures} (medians), the plugins within ${within} of the native layer. Where TensorRT has the layer, a plugin must fuse something, save a reformat or compute something else to be worth its upkeep.`,
    zh: `写 plugin 之前先测量：在 H200 上用 TensorRT 10.6 记录到，plugin V2 / V3 / 原生三次插值 layer：${figures}（中位数），plugin 与原生 layer 相差不超过 ${within}。TensorRT 已有的 layer，只有当 plugin 能融合运算、省去 reformat或计算别的东西时，才值得维护。`,
  };
}

const medianQps = (rounds: readonly number[]): number => medianOf(Float64Array.from(rounds).sort());
