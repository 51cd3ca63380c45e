# Makes libclamp.so of clampPlugin.cpp and clampKernel.cu. By hand, in this folder: sh build.sh
set -e
CXX="${CXX:-g++}"                                  # the C++ compiler, and the linker
root="${WORKBOOK:-../..}"
CUDACXX="node $root/dist/cuda/compile.js"          # the compiler of one .cu file; -fPIC and CUDA's headers it has by itself
tensorrt="$root/native/include"                    # NvInfer.h is here,
cuda="$root/native/cuda-emulator/include"          # and what it includes of CUDA here
libraries="$root/build/Release"                    # libnvinfer.so.10 and libworkbook_cudart.so

# 1. clampPlugin.cpp -> clampPlugin.o, compiled for a shared library
# Yours: $CXX -std=c++17 …

# 2. clampKernel.cu -> clampKernel.o
# Yours: $CUDACXX …

# 3. clampPlugin.o and clampKernel.o -> libclamp.so, linked to TensorRT and CUDA
# Yours: $CXX …
