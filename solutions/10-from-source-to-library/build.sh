# Makes libclamp.so of clampPlugin.cpp and clampKernel.cu. By hand, in this folder: sh build.sh
set -e
CXX="${CXX:-g++}"                                  # the C++ compiler, and the linker
root="${WORKBOOK:-../..}"
CUDACXX="node $root/dist/cuda/compile.js"          # the compiler of one .cu file; -fPIC and CUDA's headers it has by itself
tensorrt="$root/native/include"                    # NvInfer.h is here,
cuda="$root/native/cuda-emulator/include"          # and what it includes of CUDA here
libraries="$root/build/Release"                    # libnvinfer.so.10 and libworkbook_cudart.so

# 1. clampPlugin.cpp -> clampPlugin.o, compiled for a shared library
$CXX -std=c++17 -fPIC -I"$tensorrt" -I"$cuda" -c clampPlugin.cpp -o clampPlugin.o

# 2. clampKernel.cu -> clampKernel.o
$CUDACXX -c clampKernel.cu -o clampKernel.o

# 3. clampPlugin.o and clampKernel.o -> libclamp.so, linked to TensorRT and CUDA
# With -z defs a name that nobody has is an error here, and not at whoever loads the library.
$CXX -shared -o libclamp.so clampPlugin.o clampKernel.o \
    -L"$libraries" -l:libnvinfer.so.10 -lworkbook_cudart -Wl,-z,defs
