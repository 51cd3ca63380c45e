"""The two resizings of the task, both PyTorch's: down to the low resolution, and up again, which is the network's first step."""

import numpy as np
import torch
from torch.nn.functional import interpolate


def to_tensor(picture: np.ndarray) -> torch.Tensor:
    """uint8 [H,W,3] to float32 [1,3,H,W] from 0 to 1, with the last row or column left out where the extent is odd."""
    height, width = picture.shape[0] // 2 * 2, picture.shape[1] // 2 * 2
    return torch.tensor(picture[:height, :width]).permute(2, 0, 1)[None].float() / 255


def to_picture(tensor: torch.Tensor) -> np.ndarray:
    """float32 [1,3,H,W] to uint8 [H,W,3]: clipped to 0..1 and rounded to 8 bits."""
    return (tensor[0].clamp(0, 1) * 255).round().byte().permute(1, 2, 0).numpy()


def reduce(picture: torch.Tensor, factor: float) -> torch.Tensor:
    """Antialiased bicubic reduction (a = -0.5, as Pillow's), clipped and rounded to 8 bits as a stored picture is."""
    size = [int(extent * factor) // 2 * 2 if factor != 0.5 else extent // 2 for extent in picture.shape[-2:]]
    small = interpolate(picture, size=size, mode="bicubic", align_corners=False, antialias=True)
    return (small.clamp(0, 1) * 255).round() / 255


def enlarge(picture: torch.Tensor, size: list[int]) -> torch.Tensor:
    """Bicubic interpolation to [height, width] with a = -0.75, half-pixel centres, indexes clamped: what DynamicTRTResize computes."""
    return interpolate(picture, size=size, mode="bicubic", align_corners=False)
