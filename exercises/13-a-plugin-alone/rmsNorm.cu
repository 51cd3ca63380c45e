#include <NvInfer.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <cuda_fp16.h>
#include <cuda_runtime.h>
#include <new>

using namespace nvinfer1;

// Yours: the kernel, the plugin, its creator, and at the end
// REGISTER_TENSORRT_PLUGIN(...) with the creator's class.
