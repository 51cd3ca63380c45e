import type { Language } from '../display/figure';

/** The metrics of the performance summary, in its order. */
export type MetricName =
  | 'throughput'
  | 'latency'
  | 'enqueue'
  | 'h2d'
  | 'compute'
  | 'd2h'
  | 'walltime'
  | 'totalCompute';

/** Texts with places for facts: `{name}`; `[name? text]` stands only where the fact is there. */
export interface MetricWords {
  label: string;
  meaning: string;
  /** What a number says that needs no attention, and one that does. */
  fine: string;
  bad: string;
  advice: string;
}

const LABELS: Record<MetricName, string> = {
  throughput: 'Throughput',
  latency: 'Latency',
  enqueue: 'Enqueue Time',
  h2d: 'H2D Latency',
  compute: 'GPU Compute Time',
  d2h: 'D2H Latency',
  walltime: 'Total Host Walltime',
  totalCompute: 'Total GPU Compute Time',
};

type Words = Record<MetricName, Omit<MetricWords, 'label'>>;

const ENGLISH: Words = {
  throughput: {
    meaning: 'Queries finished in a second, copies and every pause between them included.',
    fine: 'It is {part} of the {most} qps that the computation alone would allow: the device is kept busy.',
    bad: 'The computation alone would allow {most} qps; {part} of that is reached, so the device waits for something else.',
    advice:
      'Look at the two copies and at Enqueue Time below: what is not hidden behind the computation is what costs. A larger batch, copies that overlap, or data that stays on the device help.',
  },
  latency: {
    meaning:
      'What one query takes on the device: copy in, compute, copy out. Waiting for a free device and the call itself are not part of it.',
    fine: '{percentile} % of the queries stay within {slow} ms, {tail} times the median.[few?  With {few} queries that is the slowest few, no more.]',
    bad: 'The slow end is far off: {percentile} % of the queries stay within {slow} ms, {tail} times the median.[few?  With {few} queries a single slow one decides this.]',
    advice:
      'Judge by the median and measure longer (--duration, --warmUp). Where it stays, find what runs beside it; a service has to promise the slow end, not the median.',
  },
  enqueue: {
    meaning: 'How long the host is busy with the call of enqueueV3, or with launching the graph.',
    fine: 'It is {part} of the computation[computes? , because this host computes inside the call: on a GPU the call would return long before].',
    bad: 'The host is busy for {part} of the time that the device computes: it hardly keeps ahead of it.',
    advice:
      'Capture the enqueue (--useCudaGraph), use fewer and larger layers, or give the device more work in one query.',
  },
  h2d: {
    meaning: 'Copying the inputs of one query to the device.',
    fine: '{bytes} bytes at {rate}: {part} of the computation.',
    bad: '{bytes} bytes at {rate} take {part} of the computation, so that copies bound the throughput.',
    advice:
      'Send smaller types (images as kUINT8), prepare inputs on the device, or copy the next input during the computation. --noDataTransfers shows the engine alone.',
  },
  compute: {
    meaning:
      'From the first layer to the last, as the stream sees it. This is what a faster plugin changes.',
    fine: 'It is steady: {variance} around its mean, from {min} to {max} ms.',
    bad: 'It varies by {variance} around its mean, from {min} to {max} ms.',
    advice:
      'Compare medians, not means. Something else uses the device, its clock changes, or the extents of an output depend on the data.',
  },
  d2h: {
    meaning: 'Copying the outputs of one query back to the host.',
    fine: '{bytes} bytes at {rate}: {part} of the computation.',
    bad: '{bytes} bytes at {rate} take {part} of the computation, so that copies bound the throughput.',
    advice:
      'Bring back less: a smaller type, or the part that is needed (top results instead of all). --noDataTransfers shows the engine alone.',
  },
  walltime: {
    meaning: 'From the first copy in after the warm-up to the last copy out.',
    fine: '{queries} queries ran in it.',
    bad: '',
    advice: '',
  },
  totalCompute: {
    meaning: 'The computation of all queries together.',
    fine: 'For {idle} of the walltime nothing was computed.',
    bad: 'For {idle} of the walltime nothing was computed.',
    advice: 'That part is copies, calls and pauses: the same causes as with a low throughput.',
  },
};

const CHINESE: Words = {
  throughput: {
    meaning: '每秒完成的查询数，拷贝与查询之间的所有间隙都计算在内。',
    fine: '仅按计算时间推算的上限为 {most} qps，实际达到 {part}：设备一直在忙。',
    bad: '仅按计算时间推算可达 {most} qps，实际只有 {part}，说明设备在等待别的事情。',
    advice:
      '看下面的两项拷贝和 Enqueue Time：没有被计算掩盖的部分就是代价。可加大 batch、让拷贝与计算重叠，或让数据留在设备上。',
  },
  latency: {
    meaning: '一次查询在设备上所花的时间：拷入、计算、拷出。排队等待和调用本身不计入。',
    fine: '{percentile} % 的查询不超过 {slow} ms，是中位数的 {tail} 倍。[few? 只有 {few} 次查询，这仅代表最慢的几次。]',
    bad: '尾部明显偏慢：{percentile} % 的查询不超过 {slow} ms，是中位数的 {tail} 倍。[few? 只有 {few} 次查询，一次偶然的慢查询就能决定它。]',
    advice:
      '以中位数为准，并测得更久（--duration、--warmUp）。若依旧如此，找出同时在运行的程序；线上服务要承诺的是尾部，而不是中位数。',
  },
  enqueue: {
    meaning: '主机花在调用 enqueueV3（或启动 CUDA graph）上的时间。',
    fine: '相当于计算时间的 {part}[computes? ，因为本宿主在调用内部完成计算；在 GPU 上该调用会早早返回]。',
    bad: '主机忙碌的时间相当于设备计算时间的 {part}，几乎跟不上设备。',
    advice: '捕获 CUDA graph（--useCudaGraph），减少层数、增大每层，或让一次查询包含更多工作。',
  },
  h2d: {
    meaning: '把一次查询的输入拷贝到设备所花的时间。',
    fine: '{bytes} 字节，速率 {rate}，相当于计算时间的 {part}。',
    bad: '{bytes} 字节，速率 {rate}，相当于计算时间的 {part}，吞吐量受拷贝限制。',
    advice:
      '传更小的类型（图像用 kUINT8）、在设备上准备输入，或在计算时拷贝下一份输入。--noDataTransfers 只测 engine 本身。',
  },
  compute: {
    meaning: '从第一层到最后一层，以 stream 上的事件计时。plugin 变快，变的就是它。',
    fine: '很稳定：围绕均值波动 {variance}，范围 {min} 到 {max} ms。',
    bad: '围绕均值波动 {variance}，范围 {min} 到 {max} ms。',
    advice: '比较中位数而不是均值。可能有其他程序占用设备、时钟频率在变，或输出的大小取决于数据。',
  },
  d2h: {
    meaning: '把一次查询的输出拷回主机所花的时间。',
    fine: '{bytes} 字节，速率 {rate}，相当于计算时间的 {part}。',
    bad: '{bytes} 字节，速率 {rate}，相当于计算时间的 {part}，吞吐量受拷贝限制。',
    advice:
      '少拷一些：用更小的类型，或只取需要的部分（例如只取前几名）。--noDataTransfers 只测 engine 本身。',
  },
  walltime: {
    meaning: '从预热后的第一次拷入到最后一次拷出。',
    fine: '其间运行了 {queries} 次查询。',
    bad: '',
    advice: '',
  },
  totalCompute: {
    meaning: '所有查询的计算时间之和。',
    fine: '墙钟时间中有 {idle} 没有在计算。',
    bad: '墙钟时间中有 {idle} 没有在计算。',
    advice: '那部分是拷贝、调用和停顿，原因与吞吐量偏低相同。',
  },
};

function labelled(words: Words): Record<MetricName, MetricWords> {
  const entries = Object.entries(words) as [MetricName, Words[MetricName]][];
  return Object.fromEntries(
    entries.map(([name, texts]) => [name, { label: LABELS[name], ...texts }]),
  ) as Record<MetricName, MetricWords>;
}

export const EXPLANATIONS: Readonly<Record<Language, Record<MetricName, MetricWords>>> = {
  en: labelled(ENGLISH),
  zh: labelled(CHINESE),
};
