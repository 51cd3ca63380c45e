"""Writes the four ONNX files of models/ from one checkpoint.

    python export.py --checkpoint srcnn.pt --models ../../models
"""

import argparse
import warnings
from dataclasses import dataclass
from pathlib import Path

import onnx
import torch

from dynamic_trt_resize import DynamicTRTResize, DynamicTRTResize1dFactor, DynamicTRTResizeV3, NativeResize
from model import Srcnn

OPSET = 17


@dataclass(frozen=True)
class Variant:
    file: str
    resize: type[torch.autograd.Function]
    size_input: str  # name of the second input
    size_example: torch.Tensor
    size_axes: dict[int, str]


VARIANTS = (
    Variant("srcnn-dynamic-trt-resize.onnx", DynamicTRTResize, "factor", torch.zeros(1, 1, 512, 512), {2: "OH", 3: "OW"}),
    Variant("srcnn-dynamic-trt-resize-1d-factor.onnx", DynamicTRTResize1dFactor, "factor", torch.tensor([1.0, 1, 512, 512]), {}),
    Variant("srcnn-dynamic-trt-resize-v3.onnx", DynamicTRTResizeV3, "size", torch.tensor([512, 512]), {}),
    Variant("srcnn-native-resize.onnx", NativeResize, "factor", torch.zeros(1, 1, 512, 512), {2: "OH", 3: "OW"}),
)


class ResizeThenSrcnn(Srcnn):
    """A subclass, so that layers and weights keep short names in the file: /conv1/Conv, conv1.weight."""

    def __init__(self, resize: type[torch.autograd.Function]) -> None:
        super().__init__()
        self.resize = resize

    def forward(self, input: torch.Tensor, size: torch.Tensor) -> torch.Tensor:
        return super().forward(self.resize.apply(input, size))


def export(variant: Variant, weights: dict[str, torch.Tensor], path: Path) -> None:
    network = ResizeThenSrcnn(variant.resize).eval()
    network.load_state_dict(weights)
    with warnings.catch_warnings():
        # Reading a value (int(factor[2])) warns that the trace keeps it as a constant; it does so only inside `forward`, which is not exported.
        warnings.simplefilter("ignore")
        # ANCHOR: export-call
        torch.onnx.export(
            network,
            (torch.zeros(1, 3, 256, 256), variant.size_example),
            path,
            dynamo=False,
            opset_version=OPSET,
            custom_opsets=None if variant.resize is NativeResize else {"Test": 1},
            input_names=["input", variant.size_input],
            output_names=["output"],
            dynamic_axes={"input": {2: "H", 3: "W"}, variant.size_input: variant.size_axes, "output": {2: "OH", 3: "OW"}},
        )
        # ANCHOR_END: export-call
    model = onnx.load(path)
    for node in model.graph.node:
        node.ClearField("doc_string")  # holds the exporting machine's paths
        node.ClearField("metadata_props")
    del model.graph.value_info[:]
    model.graph.output[0].type.tensor_type.shape.dim[0].dim_value = 1  # lost where the size comes from Shape nodes
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    options = parser.parse_args()
    weights = torch.load(options.checkpoint, weights_only=True)
    for variant in VARIANTS:
        export(variant, weights, options.models / variant.file)
        print(f"{variant.file}: {(options.models / variant.file).stat().st_size} bytes")


if __name__ == "__main__":
    main()
