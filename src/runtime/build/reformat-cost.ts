import { native } from '../../native-loader';
import type { TypeAndFormat } from './formats';
import { sameFormat } from './formats';
import type { OpenTensor } from './negotiate';
import { byteSize } from '../tensor';

const RUNS = 3;

/** Times reformats, each once a build: what a choice of formats costs between layers. */
export class ReformatCosts {
  private readonly known = new Map<string, number>();

  /** Milliseconds to bring a tensor from one type and format into another at its kOPT extents; 0 where they are the same. */
  of(tensor: OpenTensor, from: TypeAndFormat, to: TypeAndFormat): number {
    if (sameFormat(from, to)) return 0;
    const key = JSON.stringify([tensor.opt, from, to]);
    const known = this.known.get(key) ?? time(tensor, from, to);
    this.known.set(key, known);
    return known;
  }
}

function time({ opt: dims }: OpenTensor, from: TypeAndFormat, to: TypeAndFormat): number {
  const { DeviceBuffer, Reformat, Stream } = native();
  const [source, target] = [
    { ...from, dims },
    { ...to, dims },
  ];
  const [input, output] = [new DeviceBuffer(byteSize(source)), new DeviceBuffer(byteSize(target))];
  const stream = new Stream();
  try {
    if (input.byteLength > 0) input.fill(0);
    const reformat = new Reformat(source, target);
    reformat.setInput(input);
    reformat.setOutput(output);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const start = process.hrtime.bigint();
      reformat.enqueue(stream);
      stream.synchronize();
      times.push(Number(process.hrtime.bigint() - start) / 1e6);
    }
    return Math.min(...times);
  } finally {
    stream.destroy();
    input.free();
    output.free();
  }
}
