"""The photographs: where each lies, under which licence, and whether the network learns from it.

Every picture is read out of a wheel, a zip file, in the folder that photographs.txt was downloaded to.
"""

import bz2
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image


@dataclass(frozen=True)
class Photograph:
    name: str
    wheel: str  # how the wheel's file name begins
    member: str  # path inside the wheel
    licence: str  # in the words of the package's own documentation
    author: str


def _scikit_image(file: str, licence: str, author: str) -> Photograph:
    return Photograph(file.split(".")[0], "scikit_image-", f"skimage/data/{file}", licence, author)


def _scikit_learn(file: str, author: str) -> Photograph:
    return Photograph(file.split(".")[0], "scikit_learn-", f"sklearn/datasets/images/{file}", "CC BY 2.0", author)


#: The network learns from these.
TRAINING = (
    _scikit_learn("china.jpg", "danielbuechele"),
    _scikit_learn("flower.jpg", "vultilion"),
    Photograph("raccoon", "scipy-", "scipy/misc/face.dat", "from public-domain-image.com", "not named"),
    _scikit_image("camera.png", "CC0", "Lav Varshney"),
    _scikit_image("brick.png", "CC0", "CC0Textures"),
    _scikit_image("grass.png", "CC0", "linolafett"),
    _scikit_image("gravel.png", "CC0", "CC0Textures"),
    _scikit_image("coins.png", "no known copyright restrictions", "Brooklyn Museum"),
    _scikit_image("ihc.png", "no known copyright restrictions", "CMMI"),
    _scikit_image("retina.jpg", "CC0", "Mikael Häggström"),
    _scikit_image("hubble_deep_field.jpg", "public domain", "NASA"),
)

#: The network never sees these, nor any part of them; evaluate.py measures on them.
HELD_OUT = (
    _scikit_image("astronaut.png", "public domain", "NASA"),
    _scikit_image("chelsea.png", "CC0", "Stefan van der Walt"),
    _scikit_image("coffee.png", "CC0", "Rachel Michetti"),
    _scikit_image("rocket.jpg", "public domain", "SpaceX"),
)


def read_photograph(photograph: Photograph, wheels: Path) -> np.ndarray:
    """Returns the picture as uint8 [H,W,3]; a grey one has three equal channels.

    Raises FileNotFoundError where `wheels` has not exactly one wheel of the package.
    """
    found = sorted(wheels.glob(f"{photograph.wheel}*.whl"))
    if len(found) != 1:
        raise FileNotFoundError(f"Cannot read {photograph.name}: {len(found)} wheels {photograph.wheel}*.whl in {wheels}")
    with zipfile.ZipFile(found[0]) as wheel:
        data = wheel.read(photograph.member)
    if photograph.member.endswith("face.dat"):  # SciPy's only picture without a header
        return np.frombuffer(bz2.decompress(data), np.uint8).reshape(768, 1024, 3)
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
