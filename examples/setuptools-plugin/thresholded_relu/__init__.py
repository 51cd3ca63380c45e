"""The TensorRT plugin ThresholdedRelu, version 1: y = x where x > alpha, else 0."""

from pathlib import Path

#: The plugin library. It registers its plugin when it is opened: `ctypes.CDLL(library)`.
library = Path(__file__).with_name("libthresholded_relu.so")
