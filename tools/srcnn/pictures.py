"""Writes the pictures of models/images/: a held-out photograph at high resolution, and the low resolution that the model enlarges.

    python pictures.py --wheels wheels --images ../../models/images
"""

import argparse
from pathlib import Path

from PIL import Image

from images import HELD_OUT, read_photograph
from resize import reduce, to_picture, to_tensor

#: Photograph: top, left, extent of the square that is kept, in pixels of the high resolution.
CROPS = {"astronaut": (0, 0, 512), "chelsea": (20, 72, 264)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, required=True)
    parser.add_argument("--images", type=Path, required=True)
    options = parser.parse_args()
    for photograph in HELD_OUT:
        if photograph.name not in CROPS:
            continue
        top, left, extent = CROPS[photograph.name]
        high = to_tensor(read_photograph(photograph, options.wheels)[top : top + extent, left : left + extent])
        for picture in (high, reduce(high, 0.5)):
            path = options.images / f"{photograph.name}-{picture.shape[-1]}.png"
            Image.fromarray(to_picture(picture)).save(path, optimize=True)
            print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
