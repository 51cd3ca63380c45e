/** ONNX's node tests of operators that become native layers which do not compute what ONNX expects, and why. */
import type { DecodedModel, ElementType } from '../../src/onnx/decoded';
import { dataTypeOf } from '../../src/onnx/native/constants';

/** The type of an input or output that native layers do not have; null where they have all. */
export function foreignType({ graph }: DecodedModel): ElementType | null {
  const types = [...graph.inputs, ...graph.outputs].flatMap(({ type }) => type ?? []);
  return types.find((type) => !dataTypeOf(type)) ?? null;
}

/** By what the refusal says: tests that are refused whether extents are known or not. */
export const REFUSED: Record<string, readonly string[]> = {
  "TensorRT's pooling has no dilation": [
    'averagepool_2d_dilations',
    'averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_False',
    'averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_True',
    'averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_False',
    'averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_True',
    'averagepool_3d_dilations_small',
    'maxpool_2d_dilations',
    'maxpool_3d_dilations',
    'maxpool_3d_dilations_use_ref_impl',
    'maxpool_3d_dilations_use_ref_impl_large',
  ],
  'only its first output is computed': [
    'batchnorm_epsilon_training_mode',
    'batchnorm_example_training_mode',
    'maxpool_with_argmax_2d_precomputed_pads',
    'maxpool_with_argmax_2d_precomputed_strides',
  ],
  'it is in training mode': [
    'training_dropout',
    'training_dropout_default',
    'training_dropout_default_mask',
    'training_dropout_mask',
  ],
  'its scales are of blocks': [
    'dequantizelinear_blocked',
    'quantizelinear_blocked_asymmetric',
    'quantizelinear_blocked_symmetric',
  ],
  'its rank is not known': ['identity_opt', 'identity_sequence'],
  'has a type that the layer does not take': [
    'maxpool_2d_uint8',
    'reduce_max_bool_inputs',
    'reduce_min_bool_inputs',
  ],
  'TensorRT does not filter (antialias)': [
    'resize_downsample_scales_cubic_antialias',
    'resize_downsample_scales_linear_antialias',
    'resize_downsample_sizes_cubic_antialias',
    'resize_downsample_sizes_linear_antialias',
  ],
  'TensorRT has no such coordinate transformation': [
    'resize_downsample_scales_linear_half_pixel_symmetric',
    'resize_tf_crop_and_resize',
    'resize_tf_crop_and_resize_axes_2_3',
    'resize_tf_crop_and_resize_axes_3_2',
    'resize_tf_crop_and_resize_extrapolation_value',
    'resize_upsample_scales_linear_half_pixel_symmetric',
  ],
};

/**
 * Where scale times extent is no whole number, these divide by that product less 1. ONNX Runtime divides by the output's extent less 1, as
 * TensorRT's formula has it (NvInfer.h 10.16, ResizeCoordinateTransformation::kALIGN_CORNERS).
 */
export const COMPUTED_OTHERWISE: readonly string[] = [
  'resize_downsample_scales_cubic_align_corners',
  'resize_downsample_scales_linear_align_corners',
];

/** Tests that are refused where extents are unknown: these decide the scales, or the padding. */
export const NEED_EXTENTS: readonly string[] = [
  'convtranspose_kernel_shape',
  'convtranspose_output_shape',
  'resize_downsample_sizes_nearest_not_larger',
  'resize_downsample_sizes_nearest_not_smaller',
  'resize_upsample_sizes_nearest_not_larger',
  'resize_upsample_sizes_nearest_not_smaller',
];
