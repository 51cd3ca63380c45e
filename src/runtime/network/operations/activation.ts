import type { Operation } from './operation';
import { OnnxWriter, type Edge } from './onnx-writer';
import { checkInputCount, checkName, checkNumber, checkType } from './refusal';
import { floatingKernelType, FLOATING, INDICES } from './types';

/** `nvinfer1::ActivationType`; the position is TensorRT's number (NvInfer.h 10.16). */
export const ACTIVATION_TYPES = [
  'kRELU',
  'kSIGMOID',
  'kTANH',
  'kLEAKY_RELU',
  'kELU',
  'kSELU',
  'kSOFTSIGN',
  'kSOFTPLUS',
  'kCLIP',
  'kHARD_SIGMOID',
  'kSCALED_TANH',
  'kTHRESHOLDED_RELU',
  'kGELU_ERF',
  'kGELU_TANH',
] as const;
export type ActivationType = (typeof ACTIVATION_TYPES)[number];

export interface ActivationOptions {
  /** What it means depends on the type, e.g. the slope of kLEAKY_RELU. */
  alpha?: number;
  beta?: number;
}

/** alpha and beta where the caller sets none: those of ONNX's operators, 1 and 1 otherwise. Ours. */
const DEFAULTS: Partial<Record<ActivationType, [alpha: number, beta: number]>> = {
  kLEAKY_RELU: [0.01, 0],
  kSELU: [1.6732632423543772, 1.0507009873554805],
  kCLIP: [-3.4028234663852886e38, 3.4028234663852886e38],
  kHARD_SIGMOID: [0.2, 0.5],
};

/** `IActivationLayer`: a function of every element. @see NvInfer.h 10.16, `ActivationType`, for the formulas */
export function activation(type: ActivationType, options: ActivationOptions = {}): Operation {
  checkName('addActivation', 'ActivationType', ACTIVATION_TYPES, type);
  const [alphaDefault, betaDefault] = DEFAULTS[type] ?? [1, 1];
  const { alpha = alphaDefault, beta = betaDefault } = options;
  checkNumber('addActivation', 'alpha', alpha);
  checkNumber('addActivation', 'beta', beta);
  return {
    type: 'kACTIVATION',
    nbOutputs: 1,
    attributes: { activationType: type, alpha, beta },
    shapeInputs: [],
    outputTypes(layer, [input, ...more]) {
      checkInputCount(layer, 1 + more.length, 1);
      checkType(layer, 0, input, type === 'kRELU' ? [...FLOATING, ...INDICES] : FLOATING);
      return input ? [input] : [];
    },
    outputs: (_layer, [input]) => [{ shape: input?.shape ?? [], values: null }],
    toOnnx(layer, [input], [output]) {
      const writer = new OnnxWriter(layer);
      if (input && output) write(writer, type, alpha, beta, input, output);
      return writer.finish();
    },
  };
}

/** The types that are one ONNX operator, with its attributes. */
function operatorOf(
  type: ActivationType,
  alpha: number,
  beta: number,
): [opType: string, attributes: Record<string, { float: number } | string>] | null {
  const float = (value: number) => ({ float: value });
  switch (type) {
    case 'kRELU':
      return ['Relu', {}];
    case 'kSIGMOID':
      return ['Sigmoid', {}];
    case 'kTANH':
      return ['Tanh', {}];
    case 'kSOFTSIGN':
      return ['Softsign', {}];
    case 'kLEAKY_RELU':
      return ['LeakyRelu', { alpha: float(alpha) }];
    case 'kELU':
      return ['Elu', { alpha: float(alpha) }];
    case 'kSELU':
      return ['Selu', { alpha: float(alpha), gamma: float(beta) }];
    case 'kHARD_SIGMOID':
      return ['HardSigmoid', { alpha: float(alpha), beta: float(beta) }];
    case 'kTHRESHOLDED_RELU':
      return ['ThresholdedRelu', { alpha: float(alpha) }];
    case 'kGELU_ERF':
      return ['Gelu', { approximate: 'none' }];
    case 'kGELU_TANH':
      return ['Gelu', { approximate: 'tanh' }];
    default:
      return null;
  }
}

function write(
  writer: OnnxWriter,
  type: ActivationType,
  alpha: number,
  beta: number,
  input: Edge,
  output: Edge,
): void {
  const kernel = floatingKernelType(input.type);
  const x = writer.cast(input.name, input.type, kernel);
  const operator = operatorOf(type, alpha, beta);
  if (INDICES.includes(input.type)) {
    writer.output('Max', [x, writer.scalar(0, kernel)], {}, output, kernel);
  } else if (operator) {
    writer.output(operator[0], [x], operator[1], output, kernel);
  } else if (type === 'kCLIP') {
    // max(alpha, min(beta, x)): alpha wins where it is the larger, as in ONNX's Clip
    const limits = [alpha, beta].map((limit) => writer.scalar(limit, kernel));
    writer.output('Clip', [x, ...limits], {}, output, kernel);
  } else {
    // alpha * f(beta * x)
    const scaled = writer.node('Mul', [x, writer.scalar(beta, kernel)]);
    const inner = writer.node(type === 'kSOFTPLUS' ? 'Softplus' : 'Tanh', [scaled]);
    writer.output('Mul', [inner, writer.scalar(alpha, kernel)], {}, output, kernel);
  }
}
