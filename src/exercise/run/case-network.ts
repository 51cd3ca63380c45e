/** The network of a case: one plugin layer, or what the parser makes of an ONNX file. */
import type { PluginField } from '../../native';
import type { OptProfileSelector } from '../../runtime/build/optimization-profile';
import type { NetworkDefinition } from '../../runtime/network/network';
import {
  chars,
  field,
  float32,
  float64,
  int32,
  int64,
  int8,
} from '../../runtime/plugin/plugin-field';
import { getPluginRegistry } from '../../runtime/plugin/plugin-registry';
import type { Dims } from '../../runtime/tensor';
import type { CaseField, CaseInput, CaseStep, PluginCase, PluginCaseResult } from './plugin-case';

/** Of a network without a file: inputs x0, x1, …, outputs y0, y1, … */
const inputName = (at: number): string => `x${at}`;
const outputName = (at: number): string => `y${at}`;

/** What is told while a network is filled. */
export interface Filling {
  step: (step: CaseStep) => void;
  creator: (creator: NonNullable<PluginCaseResult['creator']>) => void;
  /** Something that was made, and has to be ended. */
  made: (plugin: { destroy(): void }) => void;
}

/** Puts in what the case asks for. */
export async function fillNetwork(
  network: NetworkDefinition,
  one: PluginCase,
  tell: Filling,
): Promise<void> {
  if (one.model === undefined) return addPlugin(network, one, tell);
  tell.step('parse');
  // Only now: it takes time to load, and few cases want it.
  const { createParser } = await import('../../onnx/parser');
  createParser(network).parse(new Uint8Array(Buffer.from(one.model, 'base64')));
}

function addPlugin(network: NetworkDefinition, one: PluginCase, tell: Filling): void {
  tell.step('getCreator');
  const creator = getPluginRegistry().getCreator(one.plugin, one.version, one.namespace ?? '');
  tell.creator({
    generation: creator.generation,
    fields: creator.getFieldNames().map(({ name, type, length }) => ({ name, type, length })),
  });
  tell.step('createPlugin');
  const plugin = creator.createPlugin(one.plugin, (one.fields ?? []).map(fieldOf), 'kBUILD');
  tell.made(plugin);
  tell.step('addLayer');
  const tensors = inputsOf(one).map(({ type, dims }, at) =>
    network.addInput(inputName(at), type, dims),
  );
  const layer =
    creator.generation === 'V2'
      ? network.addPluginV2(tensors, plugin)
      : network.addPluginV3(tensors, [], plugin);
  layer.setName(one.plugin);
  for (let at = 0; at < layer.getNbOutputs(); at += 1)
    network.markOutput(layer.getOutput(at).setName(outputName(at)));
}

function inputsOf({ inputs, inferences }: PluginCase): readonly CaseInput[] {
  return inputs ?? (inferences[0] ?? []).map(({ type, dims }) => ({ type, dims: [...dims] }));
}

/** From the smallest extents that the inferences give to the largest; where there are none, those of the input. */
export function rangeOf(
  { inferences, inputs = [] }: PluginCase,
  at: number,
): Record<OptProfileSelector, Dims> {
  const { range, dims } = inputs[at] ?? {};
  if (range) return { kMIN: range.min, kOPT: range.opt, kMAX: range.max };
  const all = inferences.length > 0 ? inferences.map((values) => values[at]?.dims ?? []) : [dims];
  const each = (choose: (...extents: number[]) => number): Dims =>
    (all[0] ?? []).map((_, axis) => choose(...all.map((each) => each?.[axis] ?? 0)));
  return { kMIN: each(Math.min), kOPT: each(Math.max), kMAX: each(Math.max) };
}

function fieldOf({ name, type, data }: CaseField): PluginField {
  if (typeof data === 'string') return field(name, chars(data), type);
  switch (type) {
    case 'kFLOAT64':
      return field(name, float64(...data), type);
    case 'kINT8':
      return field(name, int8(...data), type);
    case 'kINT32':
      return field(name, int32(...data), type);
    case 'kINT64':
      return field(name, int64(...data.map(BigInt)), type);
    default:
      return field(name, float32(...data), type);
  }
}
