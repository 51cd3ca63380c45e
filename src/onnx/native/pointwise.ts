import type {
  ActivationOptions,
  ActivationType,
} from '../../runtime/network/operations/activation';
import type { ElementWiseOperation } from '../../runtime/network/operations/elementwise';
import type { UnaryOperation } from '../../runtime/network/operations/unary';
import { dataTypeOf } from './constants';
import { ELEMENT_TYPES } from '../element-types';
import type { ImportTensor } from './network-calls';
import type { NodeContext, NodeImporter } from './node-context';
import { withRank } from './reshape';

function activation(
  type: ActivationType,
  options: (context: NodeContext<ImportTensor>) => ActivationOptions = () => ({}),
): NodeImporter {
  return (context) => {
    const given = options(context as unknown as NodeContext<ImportTensor>);
    return [context.out(context.network.addActivation(context.input(0), type, given))];
  };
}

function unary(operation: UnaryOperation): NodeImporter {
  return (context) => [context.out(context.network.addUnary(context.input(0), operation))];
}

/** Two tensors, the one of lower rank with axes of 1 in front. */
export function combine<Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
  a: Tensor,
  b: Tensor,
  operation: ElementWiseOperation,
): Tensor {
  const rank = Math.max(a.getDimensions().length, b.getDimensions().length);
  const [first, second] = [withRank(context, a, rank), withRank(context, b, rank)];
  return context.out(context.network.addElementWise(first, second, operation));
}

/** A layer each. */
const MOST_COMBINED = 1000;

/** Any number of inputs, from the left; one alone is itself. */
function combination(operation: ElementWiseOperation, mean = false): NodeImporter {
  return (context) => {
    if (context.nbInputs > MOST_COMBINED) {
      return context.unsupported('it has too many inputs', {
        expected: `at most ${MOST_COMBINED}`,
        actual: context.nbInputs,
      });
    }
    const [first, ...more] = context.allInputs();
    if (!first) return context.unsupported('it has no inputs');
    if (more.length === 0) return [context.out(context.network.addIdentity(first))];
    const all = more.reduce((sum, input) => combine(context, sum, input, operation), first);
    if (!mean) return [all];
    return [combine(context, all, context.scalar(more.length + 1, all), 'kDIV')];
  };
}

function pair(operation: ElementWiseOperation): NodeImporter {
  return (context) => [combine(context, context.input(0), context.input(1), operation)];
}

/** Less or equal: less, or equal. */
function orEqual(operation: ElementWiseOperation): NodeImporter {
  return (context) => {
    const [a, b] = [context.input(0), context.input(1)];
    const strict = combine(context, a, b, operation);
    return [combine(context, strict, combine(context, a, b, 'kEQUAL'), 'kOR')];
  };
}

const power: NodeImporter = (context) => {
  const base = context.input(0);
  const exponent = context.input(1);
  const type = base.getType();
  if (exponent.getType() === type) return [combine(context, base, exponent, 'kPOW')];
  const cast = context.out(context.network.addCast(exponent, type));
  return [combine(context, base, cast, 'kPOW')];
};

/** Limits are inputs since opset 11, attributes before. */
const clip: NodeImporter = (context) => {
  const limits =
    context.opset < 11
      ? [context.attribute('min', 'float'), context.attribute('max', 'float')]
      : [1, 2].map((index) => context.numbers(index)?.[0] ?? null);
  const computed = [1, 2].some((index) => context.has(index) && !context.constant(index));
  const x = context.input(0);
  if (!computed && ['kFLOAT', 'kHALF', 'kBF16'].includes(x.getType())) {
    const [alpha, beta] = limits;
    const options = { ...(alpha == null ? {} : { alpha }), ...(beta == null ? {} : { beta }) };
    return [context.out(context.network.addActivation(x, 'kCLIP', options))];
  }
  let clipped = context.out(context.network.addIdentity(x));
  if (context.has(1)) clipped = combine(context, clipped, context.input(1), 'kMAX');
  if (context.has(2)) clipped = combine(context, clipped, context.input(2), 'kMIN');
  return [clipped];
};

const parametricRelu: NodeImporter = (context) => {
  const x = context.input(0);
  const zero = context.scalar(0, x);
  const below = combine(context, x, zero, 'kMIN');
  const scaled = combine(context, below, context.input(1), 'kPROD');
  return [combine(context, combine(context, x, zero, 'kMAX'), scaled, 'kSUM')];
};

const where: NodeImporter = (context) => {
  const inputs = context.allInputs();
  const rank = Math.max(...inputs.map((input) => input.getDimensions().length));
  const [condition, yes, no] = inputs.map((input) => withRank(context, input, rank));
  if (!condition || !yes || !no) return context.unsupported('it has not 3 inputs');
  return [context.out(context.network.addSelect(condition, yes, no))];
};

const isInf: NodeImporter = (context) => {
  const x = context.input(0);
  const [negative, positive] = [
    context.int('detect_negative', 1) === 1,
    context.int('detect_positive', 1) === 1,
  ];
  const infinite = context.out(context.network.addUnary(x, 'kISINF'));
  if (negative && positive) return [infinite];
  const zero = context.scalar(0, x);
  // With neither sign, nothing is looked for: no number is larger than itself.
  const sign = negative
    ? combine(context, x, zero, 'kLESS')
    : combine(context, x, positive ? zero : x, 'kGREATER');
  return [combine(context, infinite, sign, 'kAND')];
};

const cast: NodeImporter = (context) => {
  const to = ELEMENT_TYPES[context.int('to', 0)] ?? 'undefined';
  const type = dataTypeOf(to) ?? context.unsupported(`there are no tensors of type ${to}`);
  return [context.out(context.network.addCast(context.input(0), type))];
};

const identity: NodeImporter = (context) => [
  context.out(context.network.addIdentity(context.input(0))),
];

/** As in inference, or with a ratio of 0: nothing is dropped. */
const dropout: NodeImporter = (context) => {
  const training = context.parameter(2, 'training_mode')?.some(Boolean);
  if (training && context.parameter(1, 'the ratio')?.[0] !== 0) {
    context.unsupported('it is in training mode');
  }
  const x = context.input(0);
  if (!context.node.outputs[1]) return identity(context);
  // The mask of what is kept is true everywhere: an element is no number, or it is one.
  const isNaN = context.out(context.network.addUnary(x, 'kISNAN'));
  const isNumber = context.out(context.network.addUnary(isNaN, 'kNOT'));
  return [...identity(context), combine(context, isNaN, isNumber, 'kOR')];
};

const gelu: NodeImporter = (context) => {
  const form = context.string('approximate', 'none');
  if (form !== 'tanh' && form !== 'none') {
    context.unsupported('there is no such approximation', { actual: form });
  }
  const type = form === 'tanh' ? 'kGELU_TANH' : 'kGELU_ERF';
  return [context.out(context.network.addActivation(context.input(0), type))];
};

const alphaOf = (absent: number) => (context: NodeContext<ImportTensor>) => ({
  alpha: context.float('alpha', absent),
});

export const POINTWISE: Record<string, NodeImporter> = {
  Relu: activation('kRELU'),
  Sigmoid: activation('kSIGMOID'),
  Tanh: activation('kTANH'),
  LeakyRelu: activation('kLEAKY_RELU', alphaOf(0.01)),
  Elu: activation('kELU', alphaOf(1)),
  Selu: activation('kSELU', (context) => ({
    alpha: context.float('alpha', 1.6732632423543772),
    beta: context.float('gamma', 1.0507009873554805),
  })),
  Softsign: activation('kSOFTSIGN'),
  Softplus: activation('kSOFTPLUS'),
  HardSigmoid: activation('kHARD_SIGMOID', (context) => ({
    alpha: context.float('alpha', 0.2),
    beta: context.float('beta', 0.5),
  })),
  ThresholdedRelu: activation('kTHRESHOLDED_RELU', alphaOf(1)),
  Gelu: gelu,
  Clip: clip,
  PRelu: parametricRelu,
  Add: pair('kSUM'),
  Sub: pair('kSUB'),
  Mul: pair('kPROD'),
  Div: pair('kDIV'),
  Pow: power,
  Max: combination('kMAX'),
  Min: combination('kMIN'),
  Sum: combination('kSUM'),
  Mean: combination('kSUM', true),
  And: pair('kAND'),
  Or: pair('kOR'),
  Xor: pair('kXOR'),
  Equal: pair('kEQUAL'),
  Less: pair('kLESS'),
  Greater: pair('kGREATER'),
  LessOrEqual: orEqual('kLESS'),
  GreaterOrEqual: orEqual('kGREATER'),
  Where: where,
  Exp: unary('kEXP'),
  Log: unary('kLOG'),
  Sqrt: unary('kSQRT'),
  Reciprocal: unary('kRECIP'),
  Abs: unary('kABS'),
  Neg: unary('kNEG'),
  Sin: unary('kSIN'),
  Cos: unary('kCOS'),
  Tan: unary('kTAN'),
  Sinh: unary('kSINH'),
  Cosh: unary('kCOSH'),
  Asin: unary('kASIN'),
  Acos: unary('kACOS'),
  Atan: unary('kATAN'),
  Asinh: unary('kASINH'),
  Acosh: unary('kACOSH'),
  Atanh: unary('kATANH'),
  Ceil: unary('kCEIL'),
  Floor: unary('kFLOOR'),
  Erf: unary('kERF'),
  Not: unary('kNOT'),
  Sign: unary('kSIGN'),
  Round: unary('kROUND'),
  IsNaN: unary('kISNAN'),
  IsInf: isInf,
  Cast: cast,
  Identity: identity,
  Dropout: dropout,
};
