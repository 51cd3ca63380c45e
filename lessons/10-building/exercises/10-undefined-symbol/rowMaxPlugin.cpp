#include <NvInfer.h>

#include "rowMaxKernel.h"
#include "rowPlugin.h"

#include <cuda_fp16.h>

using namespace nvinfer1;

//! y[r] is the largest element of row r, in FP32 and FP16.
class RowMax : public RowPlugin<RowMax> {
public:
    static constexpr char const* kNAME = "RowMax";

    static bool supports(DataType type) { return type == DataType::kFLOAT || type == DataType::kHALF; }

    static cudaError_t reduce(DataType type, void const* x, void* y, int64_t rows, int64_t columns,
                              cudaStream_t stream) {
        if (type == DataType::kHALF) {
            return rowMax(static_cast<__half const*>(x), static_cast<__half*>(y), rows, columns, stream);
        }
        return rowMax(static_cast<float const*>(x), static_cast<float*>(y), rows, columns, stream);
    }
};

using RowMaxCreator = RowCreator<RowMax>;
REGISTER_TENSORRT_PLUGIN(RowMaxCreator);
