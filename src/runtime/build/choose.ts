import { ApiUsageError } from '../../errors';
import type { LayerChoice } from './builder-config';
import { printFormat, type TypeAndFormat } from './formats';
import type { Tensor } from '../network/layer';
import type { OpenTensor } from './negotiate';
import type { ReformatCosts } from './reformat-cost';
import type { Implementation } from './tactics';

/** A plugin layer with the implementations it may get. */
export interface Candidate {
  /** With the suffix of a further profile. */
  name: string;
  plugin: string;
  inputs: readonly Tensor[];
  outputs: readonly Tensor[];
  offered: readonly Implementation[];
}

/** What is known of the tensors between layers. */
export interface Surroundings {
  open: ReadonlyMap<Tensor, OpenTensor>;
  /** Network inputs and outputs, and what native layers read or make, are linear and of their own type. */
  isFixed: (tensor: Tensor) => boolean;
  costs: ReformatCosts;
}

/** A type and format by tensor, as its maker leaves it. */
const own = (tensor: OpenTensor): TypeAndFormat => ({ type: tensor.ownType, format: 'kLINEAR' });

/**
 * Chooses an implementation for every layer, so that layers and the reformats between them together take the least time that looking at
 * one layer after the other finds: each starts with its fastest; then each in turn takes what is best beside its neighbours' choices,
 * until nobody changes.
 */
export function chooseImplementations(
  candidates: readonly Candidate[],
  choices: Readonly<Record<string, LayerChoice>>,
  { open, isFixed, costs }: Surroundings,
): Implementation[] {
  const wanted = candidates.map((candidate) => {
    const choice = choices[candidate.name];
    const byTime = [...candidate.offered].sort((a, b) => (a.timeMs ?? 0) - (b.timeMs ?? 0));
    return choice ? [decided(candidate, choice)] : byTime;
  });
  const chosen = wanted.map(([fastest]) => fastest as Implementation);
  const producer = new Map<Tensor, { layer: number; output: number }>();
  const readers = new Map<Tensor, { layer: number; input: number }[]>();
  candidates.forEach(({ inputs, outputs }, layer) => {
    outputs.forEach((tensor, output) => producer.set(tensor, { layer, output }));
    inputs.forEach((tensor, input) => {
      const known = readers.get(tensor);
      if (known) known.push({ layer, input });
      else readers.set(tensor, [{ layer, input }]);
    });
  });
  const openOf = (tensor: Tensor) => open.get(tensor) as OpenTensor;
  /** How a tensor lies in memory between layers. */
  const lies = (tensor: Tensor): TypeAndFormat => {
    const made = producer.get(tensor);
    if (!made || isFixed(tensor)) return own(openOf(tensor));
    const { formats } = chosen[made.layer] as Implementation;
    return formats[
      (candidates[made.layer] as Candidate).inputs.length + made.output
    ] as TypeAndFormat;
  };
  const cost = (layer: number, { formats, timeMs }: Implementation): number => {
    const { inputs, outputs } = candidates[layer] as Candidate;
    let total = timeMs ?? 0;
    inputs.forEach((tensor, i) => {
      total += costs.of(openOf(tensor), lies(tensor), formats[i] as TypeAndFormat);
    });
    outputs.forEach((tensor, i) => {
      const made = formats[inputs.length + i] as TypeAndFormat;
      if (isFixed(tensor)) total += costs.of(openOf(tensor), made, own(openOf(tensor)));
      else total += readersCost(tensor, made);
    });
    return total;
  };
  const readersCost = (tensor: Tensor, made: TypeAndFormat): number =>
    (readers.get(tensor) ?? []).reduce((sum, { layer, input }) => {
      const { formats } = chosen[layer] as Implementation;
      return sum + costs.of(openOf(tensor), made, formats[input] as TypeAndFormat);
    }, 0);
  const undecided = wanted.flatMap((offers, layer) => (offers.length > 1 ? [layer] : []));
  for (let round = 0; round <= undecided.length; round += 1) {
    let changed = false;
    for (const layer of undecided) {
      const current = chosen[layer] as Implementation;
      let [best, least] = [current, cost(layer, current)];
      for (const offer of wanted[layer] ?? []) {
        const total = cost(layer, offer);
        if (total < least) [best, least] = [offer, total];
      }
      if (best !== current) {
        chosen[layer] = best;
        changed = true;
      }
    }
    if (!changed) break;
  }
  return chosen;
}

/** The implementation that was decided on elsewhere. @throws {ApiUsageError} `CHOICE_NOT_OFFERED` */
function decided({ name, plugin, offered }: Candidate, choice: LayerChoice): Implementation {
  const formats = [...choice.in, ...choice.out].join(',');
  const match = offered.find(
    (implementation) =>
      implementation.formats.map(printFormat).join(',') === formats &&
      (choice.tactic ?? implementation.tactic) === implementation.tactic,
  );
  if (match) return match;
  throw new ApiUsageError(
    'CHOICE_NOT_OFFERED',
    `Cannot build the engine: layer "${name}" was decided otherwise`,
    {
      layer: name,
      plugin,
      expected: `${formats} with tactic ${choice.tactic ?? 'any'}`,
      actual: offered.map(
        (offer) => `${offer.formats.map(printFormat).join(',')} with tactic ${offer.tactic}`,
      ),
    },
  );
}
