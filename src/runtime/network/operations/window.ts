import type { NativeDimensionExpr } from '../../../native';
import type { OnnxAttribute } from '../../../onnx/model';
import { checkName, checkWhole, refuseCall } from './refusal';
import type { ShapeArithmetic } from './shape-arithmetic';

/** `nvinfer1::PaddingMode`; the position is TensorRT's number (NvInfer.h 10.16). */
export const PADDING_MODES = [
  'kEXPLICIT_ROUND_DOWN',
  'kEXPLICIT_ROUND_UP',
  'kSAME_UPPER',
  'kSAME_LOWER',
] as const;
export type PaddingMode = (typeof PADDING_MODES)[number];

/** How a window moves over the spatial axes; lists have one number a spatial axis. */
export interface WindowOptions {
  /** Default 1. */
  stride?: number[];
  /** The same padding before and after; default 0. */
  padding?: number[];
  prePadding?: number[];
  postPadding?: number[];
  /** Default kEXPLICIT_ROUND_DOWN. The SAME modes ignore the padding. */
  paddingMode?: PaddingMode;
}

/** A window with everything said. */
export interface Window {
  size: number[];
  stride: number[];
  dilation: number[];
  prePadding: number[];
  postPadding: number[];
  paddingMode: PaddingMode;
}

/** Checks what a caller says about a window and fills in the rest. */
export function windowOf(
  method: string,
  size: number[],
  options: WindowOptions & { dilation?: number[] },
): Window {
  checkWhole(method, 'window', size, 1);
  if (size.length !== 2 && size.length !== 3) {
    refuseCall(method, 'the window has no valid rank', {
      expected: '2 or 3 spatial dimensions',
      actual: size.length,
    });
  }
  const every = (value: number) => size.map(() => value);
  const { paddingMode = 'kEXPLICIT_ROUND_DOWN', padding = every(0) } = options;
  checkName(method, 'PaddingMode', PADDING_MODES, paddingMode);
  const window = {
    size: [...size],
    stride: options.stride ?? every(1),
    dilation: options.dilation ?? every(1),
    prePadding: options.prePadding ?? padding,
    postPadding: options.postPadding ?? padding,
    paddingMode,
  };
  for (const name of ['stride', 'dilation', 'prePadding', 'postPadding'] as const) {
    checkWhole(method, name, window[name], name === 'stride' || name === 'dilation' ? 1 : 0);
    if (window[name].length !== size.length) {
      refuseCall(method, `the ${name} has another rank than the window`, {
        expected: size.length,
        actual: window[name].length,
      });
    }
  }
  return window;
}

/**
 * How many places the window has along a spatial axis. kEXPLICIT_ROUND_UP counts no place that starts in the padding after the
 * input, as ONNX Runtime does. Ours.
 */
export function outputExtent(
  input: NativeDimensionExpr,
  window: Window,
  axis: number,
  arithmetic: ShapeArithmetic,
): NativeDimensionExpr {
  const at = (list: readonly number[]) => list[axis] ?? 0;
  const stride = arithmetic.constant(at(window.stride));
  if (window.paddingMode === 'kSAME_UPPER' || window.paddingMode === 'kSAME_LOWER') {
    return arithmetic.ceilDivision(input, stride);
  }
  const covered = (at(window.size) - 1) * at(window.dilation) + 1;
  const padding = at(window.prePadding) + at(window.postPadding);
  const rest = arithmetic.sum(input, arithmetic.constant(padding - covered));
  const one = arithmetic.constant(1);
  if (window.paddingMode === 'kEXPLICIT_ROUND_DOWN') {
    return arithmetic.sum(arithmetic.floorDivision(rest, stride), one);
  }
  const last = arithmetic.ceilDivision(rest, stride);
  const inside = arithmetic.less(
    arithmetic.product(last, stride),
    arithmetic.sum(input, arithmetic.constant(at(window.prePadding))),
  );
  return arithmetic.sum(last, inside);
}

const AUTO_PADS: Partial<Record<PaddingMode, string>> = {
  kSAME_UPPER: 'SAME_UPPER',
  kSAME_LOWER: 'SAME_LOWER',
};

/** ONNX's attributes of a window; `dilations` only where the operator has them. */
export function windowAttributes(
  window: Window,
  withDilation: boolean,
): Record<string, OnnxAttribute> {
  const autoPad = AUTO_PADS[window.paddingMode];
  return {
    kernel_shape: window.size,
    strides: window.stride,
    ...(withDilation ? { dilations: window.dilation } : {}),
    ...(autoPad ? { auto_pad: autoPad } : { pads: [...window.prePadding, ...window.postPadding] }),
  };
}
