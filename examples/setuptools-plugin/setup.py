"""Builds the plugin library into the package, by `workbook build`.

Environment:
    TENSORRT_WORKBOOK  the workbook's clone; by default the one that this folder is in
    WORKBOOK_CUDA      emulator (default): the library runs on this machine; nvcc: on a GPU
"""

import os
import subprocess
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

WORKBOOK = Path(os.environ.get("TENSORRT_WORKBOOK") or Path(__file__).resolve().parents[2])
CUDA = os.environ.get("WORKBOOK_CUDA", "emulator")


class BuildPluginLibrary(build_ext):
    """What setuptools cannot compile itself: .cu files, for the emulator or for a GPU."""

    # ANCHOR: build-extension
    def build_extension(self, ext: Extension) -> None:
        options = [f"-I{folder}" for folder in ext.include_dirs]
        options += [f"-D{name}" if value is None else f"-D{name}={value}" for name, value in ext.define_macros]
        command = ["node", WORKBOOK / "dist" / "cli.js", "build", *ext.sources, "-o", self.get_ext_fullpath(ext.name)]
        subprocess.run([*map(str, command), f"--{CUDA}", *options, *ext.extra_compile_args], check=True)
    # ANCHOR_END: build-extension

    def get_ext_filename(self, fullname: str) -> str:
        """The library is no Python module: it has a plain name, on every Python."""
        *folders, name = fullname.split(".")
        return os.path.join(*folders, f"lib{name}.so")


setup(
    ext_modules=[
        Extension(
            "thresholded_relu.thresholded_relu",
            sources=["src/thresholdedReluPlugin.cpp", "src/thresholdedReluKernel.cu"],
            depends=["src/thresholdedReluKernel.h"],
            extra_compile_args=["-Wall", "-Wextra"],
        )
    ],
    cmdclass={"build_ext": BuildPluginLibrary},
)
