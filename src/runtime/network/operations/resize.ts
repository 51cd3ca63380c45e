import type { Exprs, NativeDimensionExpr } from '../../../native';
import { checkDims, type Dims } from '../../tensor';
import { OnnxWriter } from './onnx-writer';
import type { Operation, SymbolicTensor } from './operation';
import {
  checkInputCount,
  checkName,
  checkNumber,
  checkRank,
  checkType,
  refuse,
  refuseCall,
} from './refusal';
import { scaledExtent } from './resize-scale';
import { same, ShapeArithmetic } from './shape-arithmetic';
import { shapeValues } from './shape-input';
import { floatingKernelType, FLOATING, INDICES } from './types';

/** `nvinfer1::InterpolationMode`; the position is TensorRT's number (NvInfer.h 10.16). */
export const INTERPOLATION_MODES = ['kNEAREST', 'kLINEAR', 'kCUBIC'] as const;
export type InterpolationMode = (typeof INTERPOLATION_MODES)[number];

/** `nvinfer1::ResizeCoordinateTransformation`. */
export const RESIZE_COORDINATE_TRANSFORMATIONS = {
  kALIGN_CORNERS: 'align_corners',
  kASYMMETRIC: 'asymmetric',
  kHALF_PIXEL: 'half_pixel',
} as const;
export type ResizeCoordinateTransformation = keyof typeof RESIZE_COORDINATE_TRANSFORMATIONS;

/** `nvinfer1::ResizeRoundMode`. */
export const RESIZE_ROUND_MODES = {
  kHALF_UP: 'round_prefer_ceil',
  kHALF_DOWN: 'round_prefer_floor',
  kFLOOR: 'floor',
  kCEIL: 'ceil',
} as const;
export type ResizeRoundMode = keyof typeof RESIZE_ROUND_MODES;

/** `nvinfer1::ResizeSelector`: where an axis is resized to one element, whether the formula or the first element counts. */
export const RESIZE_SELECTORS = ['kFORMULA', 'kUPPER'] as const;
export type ResizeSelector = (typeof RESIZE_SELECTORS)[number];

/** One of scales, outputDimensions and an input 1 says how large the output is. */
export interface ResizeOptions {
  /** An extent becomes floor(extent * scale). */
  scales?: number[];
  outputDimensions?: Dims;
  /** Default kNEAREST. */
  resizeMode?: InterpolationMode;
  /** Default kASYMMETRIC. */
  coordinateTransformation?: ResizeCoordinateTransformation;
  /** Default kFORMULA; kUPPER only with kHALF_PIXEL. */
  selectorForSinglePixel?: ResizeSelector;
  /** Default kFLOOR. */
  nearestRounding?: ResizeRoundMode;
  /** Default -0.75. */
  cubicCoeff?: number;
  /** Whether weights outside the input count as 0 and the others are normalised; default false. */
  excludeOutside?: boolean;
}

/**
 * `IResizeLayer`.
 * @param hasShapeInput Whether input 1 holds the output's extents (kINT32 or kINT64).
 */
export function resize(options: ResizeOptions = {}, hasShapeInput = false): Operation {
  const settings = settingsOf(options, hasShapeInput);
  const { scales, outputDimensions, resizeMode } = settings;
  return {
    type: 'kRESIZE',
    nbOutputs: 1,
    attributes: { ...settings },
    shapeInputs: hasShapeInput ? [1] : [],
    outputTypes(layer, types) {
      checkInputCount(layer, types.length, hasShapeInput ? 2 : 1);
      const whole = resizeMode === 'kNEAREST' ? (['kINT8', 'kUINT8', 'kINT32'] as const) : [];
      checkType(layer, 0, types[0], [...FLOATING, ...whole]);
      if (types.length > 1) checkType(layer, 1, types[1], INDICES);
      return types.slice(0, 1);
    },
    outputs(layer, [input, target], builder) {
      if (!input) return [];
      checkRank(layer, input, 1);
      const arithmetic = new ShapeArithmetic(builder, layer);
      const shape = shapeOf(layer, input, target, settings, arithmetic);
      checkAxes(layer, resizeMode, input, shape, scales);
      return [{ shape, values: null }];
    },
    toOnnx(layer, [input, target], [output]) {
      const writer = new OnnxWriter(layer);
      if (!input || !output) return writer.finish();
      const kernel = floatingKernelType(input.type);
      const x = writer.cast(input.name, input.type, kernel);
      let sizes = '';
      if (target) sizes = writer.cast(target.name, target.type, 'kINT64');
      else if (outputDimensions) sizes = writer.int64s(outputDimensions);
      const factors = scales
        ? writer.constant('float', [scales.length], Float32Array.from(scales))
        : '';
      writer.output(
        'Resize',
        [x, '', factors, ...(sizes ? [sizes] : [])],
        onnxAttributes(settings),
        output,
        kernel,
      );
      return writer.finish();
    },
  };
}

type Settings = ReturnType<typeof settingsOf>;

function settingsOf(options: ResizeOptions, hasShapeInput: boolean) {
  const settings = {
    ...options,
    resizeMode: options.resizeMode ?? 'kNEAREST',
    coordinateTransformation: options.coordinateTransformation ?? 'kASYMMETRIC',
    selectorForSinglePixel: options.selectorForSinglePixel ?? 'kFORMULA',
    nearestRounding: options.nearestRounding ?? 'kFLOOR',
    cubicCoeff: options.cubicCoeff ?? -0.75,
    excludeOutside: options.excludeOutside ?? false,
  } as const;
  const { scales, outputDimensions, coordinateTransformation, selectorForSinglePixel } = settings;
  const check = (what: string, names: readonly string[], name: unknown) => {
    checkName('addResize', what, names, name);
  };
  check('InterpolationMode', INTERPOLATION_MODES, settings.resizeMode);
  const transformations = Object.keys(RESIZE_COORDINATE_TRANSFORMATIONS);
  check('ResizeCoordinateTransformation', transformations, coordinateTransformation);
  check('ResizeRoundMode', Object.keys(RESIZE_ROUND_MODES), settings.nearestRounding);
  check('ResizeSelector', RESIZE_SELECTORS, selectorForSinglePixel);
  checkNumber('addResize', 'cubicCoeff', settings.cubicCoeff);
  if (selectorForSinglePixel === 'kUPPER' && coordinateTransformation !== 'kHALF_PIXEL') {
    refuseCall('addResize', 'selector kUPPER is supported with kHALF_PIXEL only', {
      actual: coordinateTransformation,
    });
  }
  const said = [scales, outputDimensions, hasShapeInput || undefined].filter(Boolean);
  if (said.length !== 1) {
    refuseCall('addResize', 'it does not say once how large the output is', {
      expected: 'scales or output dimensions',
      actual: said.length === 0 ? 'neither' : 'both',
    });
  }
  if (outputDimensions) checkDims(outputDimensions, 1, 'addResize');
  scales?.forEach((scale) => {
    if (typeof scale === 'number' && scale > 0 && scale < Infinity) return;
    refuseCall('addResize', 'a scale is not valid', { expected: 'above 0', actual: scale });
  });
  return settings;
}

function shapeOf(
  layer: string,
  input: SymbolicTensor,
  target: SymbolicTensor | undefined,
  { scales, outputDimensions }: Settings,
  arithmetic: ShapeArithmetic,
): Exprs {
  const given = target
    ? shapeValues(layer, target)
    : ((outputDimensions && arithmetic.constants(outputDimensions)) ??
      input.shape
        .slice(0, scales?.length)
        .map((extent, axis) => scaledExtent(extent, scales?.[axis] ?? 1, arithmetic)));
  const count = scales?.length ?? given.length;
  if (count !== input.shape.length) {
    refuse(layer, `the output's extents have another rank than input "${input.name}"`, {
      tensor: input.name,
      expected: input.shape.length,
      actual: count,
    });
  }
  return given;
}

/** kLINEAR resizes at most the last three axes, kCUBIC the last two. @see NvInfer.h 10.16, `InterpolationMode` */
function checkAxes(
  layer: string,
  mode: InterpolationMode,
  input: SymbolicTensor,
  shape: Exprs,
  scales: readonly number[] | undefined,
): void {
  const most = { kNEAREST: 8, kLINEAR: 3, kCUBIC: 2 }[mode];
  const rank = input.shape.length;
  const isResized = (extent: NativeDimensionExpr, axis: number) => {
    if (scales) return scales[axis] !== 1;
    const from = input.shape[axis] ?? extent;
    return extent.isConstant() && from.isConstant() && !same(extent, from);
  };
  const resized = shape.findIndex(isResized);
  if (resized < 0 || rank - resized <= most) return;
  refuse(layer, `${mode} cannot resize axis ${resized} of ${rank}`, {
    tensor: input.name,
    expected: `only the last ${most} axes resized`,
    actual: resized,
  });
}

function onnxAttributes(settings: Settings) {
  const onnxMode = { kNEAREST: 'nearest', kLINEAR: 'linear', kCUBIC: 'cubic' } as const;
  const transformation =
    settings.selectorForSinglePixel === 'kUPPER'
      ? 'pytorch_half_pixel'
      : RESIZE_COORDINATE_TRANSFORMATIONS[settings.coordinateTransformation];
  return {
    mode: onnxMode[settings.resizeMode],
    coordinate_transformation_mode: transformation,
    nearest_mode: RESIZE_ROUND_MODES[settings.nearestRounding],
    cubic_coeff_a: { float: settings.cubicCoeff },
    exclude_outside: settings.excludeOutside ? 1 : 0,
  };
}
