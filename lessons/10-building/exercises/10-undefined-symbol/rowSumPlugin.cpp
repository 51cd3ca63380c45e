#include <NvInfer.h>

#include "rowPlugin.h"
#include "rowSumKernel.h"

using namespace nvinfer1;

//! y[r] is the sum of row r, in FP32.
class RowSum : public RowPlugin<RowSum> {
public:
    static constexpr char const* kNAME = "RowSum";

    static bool supports(DataType type) { return type == DataType::kFLOAT; }

    static cudaError_t reduce(DataType, void const* x, void* y, int64_t rows, int64_t columns,
                              cudaStream_t stream) {
        return rowSum(static_cast<float const*>(x), static_cast<float*>(y), rows, columns, stream);
    }
};

using RowSumCreator = RowCreator<RowSum>;
REGISTER_TENSORRT_PLUGIN(RowSumCreator);
