"""Checks the four files of models/ against each other and against PyTorch; needs no training and no photograph.

    python verify.py --models ../../models
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper

from export import VARIANTS, ResizeThenSrcnn

SHAPES = (([256, 256], [512, 512]), ([40, 64], [96, 72]), ([33, 47], [33, 47]), ([64, 64], [24, 40]))  # of input, of output


def weights_of(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, required=True)
    options = parser.parse_args()

    models = {variant.file: onnx.load(options.models / variant.file) for variant in VARIANTS}
    first = weights_of(models[VARIANTS[0].file])
    for file, model in models.items():
        onnx.checker.check_model(model, full_check=True)
        weights = weights_of(model)
        assert weights.keys() == first.keys(), f"{file} has other weights: {sorted(weights)}"
        assert all(np.array_equal(weights[name], first[name]) for name in first), f"{file} has weights of other values"
    print(f"{len(models)} files pass onnx.checker and hold the same {sum(array.size for array in first.values())} weights")

    native = VARIANTS[-1]
    network = ResizeThenSrcnn(native.resize).eval()
    network.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in first.items()})
    session = onnxruntime.InferenceSession(options.models / native.file, providers=["CPUExecutionProvider"])
    random = np.random.default_rng(6)
    for (height, width), size in SHAPES:
        input = random.random([1, 3, height, width], np.float32)
        factor = np.zeros([1, 1, *size], np.float32)
        with torch.no_grad():
            wanted = network(torch.from_numpy(input), torch.from_numpy(factor)).numpy()
        returned = session.run(["output"], {"input": input, "factor": factor})[0]
        assert returned.shape == wanted.shape, f"{returned.shape} instead of {wanted.shape}"
        difference = np.abs(returned - wanted).max()
        print(f"{native.file} {height}x{width} to {size[0]}x{size[1]}: ONNX Runtime differs from PyTorch by at most {difference:.1e}")
        assert difference < 1e-4


if __name__ == "__main__":
    main()
