"""Measures the exported model on the held-out photographs, with ONNX Runtime, against bicubic interpolation.

    python evaluate.py --wheels wheels --models ../../models > ../../models/srcnn-quality.json

High resolution (even extents) -> resize.reduce by 2 -> the model, to the old size -> 8 bits. PSNR and SSIM over all pixels but the outermost BORDER
on every side, on RGB and on luma (ITU-R BT.601, as papers on super-resolution do).
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from torch.nn.functional import interpolate

from images import HELD_OUT, read_photograph
from resize import enlarge, reduce, to_picture, to_tensor

BORDER = 4


def luma(picture: np.ndarray) -> np.ndarray:
    """uint8 [H,W,3] to float64 [H,W], 16 to 235: ITU-R BT.601, not rounded."""
    return 16 + picture.astype(np.float64) @ np.array([65.481, 128.553, 24.966]) / 255


def quality(returned: np.ndarray, wanted: np.ndarray) -> dict[str, float]:
    """PSNR in dB and SSIM (Gaussian window, sigma 1.5, population covariance) of uint8 [H,W,3] against uint8 [H,W,3]."""
    inner = (slice(BORDER, -BORDER), slice(BORDER, -BORDER))
    returned, wanted = returned[inner], wanted[inner]
    ssim = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False, "data_range": 255}
    luma_returned, luma_wanted = luma(returned), luma(wanted)
    return {
        "psnrRgbDb": peak_signal_noise_ratio(wanted, returned, data_range=255),
        "ssimRgb": structural_similarity(wanted, returned, channel_axis=2, **ssim),
        "psnrLumaDb": peak_signal_noise_ratio(luma_wanted, luma_returned, data_range=255),
        "ssimLuma": structural_similarity(luma_wanted, luma_returned, **ssim),
    }


def mean(measured: list[dict[str, float]]) -> dict[str, float]:
    return {metric: float(np.mean([one[metric] for one in measured])) for metric in measured[0]}


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    options = parser.parse_args()
    session = onnxruntime.InferenceSession(options.models / "srcnn-native-resize.onnx", providers=["CPUExecutionProvider"])

    images = []
    for photograph in HELD_OUT:
        high = to_tensor(read_photograph(photograph, options.wheels))
        low, size = reduce(high, 0.5), list(high.shape[-2:])
        factor = np.zeros([1, 1, *size], np.float32)
        srcnn = torch.from_numpy(session.run(["output"], {"input": low.numpy(), "factor": factor})[0])
        soft = interpolate(low, size=size, mode="bicubic", align_corners=False, antialias=True)  # a = -0.5; enlarging, it has nothing to smooth
        images.append(
            {
                "name": photograph.name,
                "height": size[0],
                "width": size[1],
                **{
                    method: quality(to_picture(picture), to_picture(high))
                    for method, picture in (("bicubic", enlarge(low, size)), ("bicubicHalf", soft), ("srcnn", srcnn))
                },
            }
        )
    means = {method: mean([image[method] for image in images]) for method in ("bicubic", "bicubicHalf", "srcnn")}
    gain = {metric: means["srcnn"][metric] - means["bicubic"][metric] for metric in means["srcnn"]}
    report = {
        "model": "srcnn-native-resize.onnx",
        "factor": 2,
        "borderPixels": BORDER,
        "methods": {
            "bicubic": "a = -0.75, what the network is given",
            "bicubicHalf": "a = -0.5, the kernel that the pictures were reduced with",
            "srcnn": "the model",
        },
        "images": images,
        "mean": means,
        "meanGainOverBicubic": gain,
    }
    report = {key: [rounded(image) for image in value] if key == "images" else rounded(value) for key, value in report.items()}
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
