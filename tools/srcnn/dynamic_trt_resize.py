"""The operation that PyTorch computes and ONNX only names: torch.autograd.Function with a `symbolic` for the exporter (dynamo=False).

`forward` runs while the exporter traces, and gives the true result; `symbolic` says which node stands in the file. The exporter never looks
inside `forward`, so what is not in `symbolic` is not in the file.
"""

import torch

from resize import enlarge


def _extents_of_output(value: torch.Value) -> torch.Value:
    """Batch and channels are known; height and width come with the second input."""
    return value.setType(torch.TensorType.get().with_dtype(torch.float32).with_sizes([1, 3, None, None]))


# ANCHOR: plugin-node
class DynamicTRTResize(torch.autograd.Function):
    """Version 1: the *shape* of `factor` [1,1,OH,OW] is the size, its elements are never read."""

    @staticmethod
    def symbolic(g, input, factor):
        return _extents_of_output(g.op("Test::DynamicTRTResize", input, factor, align_corners_i=0))

    @staticmethod
    def forward(ctx, input, factor):
        return enlarge(input, [factor.size(2), factor.size(3)])
# ANCHOR_END: plugin-node


# ANCHOR: node-of-the-mistake
class DynamicTRTResize1dFactor(torch.autograd.Function):
    """The mistake of the source log: `factor` [4] holds the shape as *values*. PyTorch is content, the node looks the same."""

    @staticmethod
    def symbolic(g, input, factor):
        return DynamicTRTResize.symbolic(g, input, factor)

    @staticmethod
    def forward(ctx, input, factor):
        return enlarge(input, [int(factor[2]), int(factor[3])])
# ANCHOR_END: node-of-the-mistake


# ANCHOR: shape-input-node
class DynamicTRTResizeV3(torch.autograd.Function):
    """Version 2, an IPluginV3: `size` [2] is a shape input, its *values* are the size."""

    @staticmethod
    def symbolic(g, input, size):
        return _extents_of_output(
            g.op(
                "Test::DynamicTRTResize",
                input,
                size,
                align_corners_i=0,
                plugin_version_s="2",
                tensorrt_plugin_shape_input_indices_i=[1],
            )
        )

    @staticmethod
    def forward(ctx, input, size):
        return enlarge(input, [int(size[0]), int(size[1])])
# ANCHOR_END: shape-input-node


class NativeResize(torch.autograd.Function):
    """The same with ONNX's own nodes: Resize to [N, C] of `input` and [OH, OW] of `factor`."""

    @staticmethod
    def symbolic(g, input, factor):
        nothing = g.op("prim::Constant")
        nothing.setType(torch.OptionalType.ofTensor())
        sizes = g.op("Concat", g.op("Shape", input, end_i=2), g.op("Shape", factor, start_i=2), axis_i=0)
        return _extents_of_output(
            g.op(
                "Resize",
                input,
                nothing,
                nothing,
                sizes,
                mode_s="cubic",
                cubic_coeff_a_f=-0.75,
                coordinate_transformation_mode_s="half_pixel",
            )
        )

    @staticmethod
    def forward(ctx, input, factor):
        return enlarge(input, [factor.size(2), factor.size(3)])
