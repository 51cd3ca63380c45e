#include <NvInfer.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <cuda_fp16.h>
#include <cuda_runtime.h>
#include <new>

using namespace nvinfer1;

// SOLUTION
namespace {

constexpr int32_t kTHREADS = 256; //!< of a block; a power of two, because the reduction halves it

__device__ inline float widen(float value) { return value; }
__device__ inline float widen(__half value) { return __half2float(value); }
__device__ inline void narrow(float value, float& result) { result = value; }
__device__ inline void narrow(float value, __half& result) { result = __float2half(value); }

//! y[r][i] = x[r][i] / sqrt(mean of squares of x[r] + epsilon) * gamma[i]. One block a row, summed in float:
//! in FP16 the sum can become infinite after a few hundred elements.
//!
//! \param x,y [rows, hidden], on the device. \param gamma [hidden], on the device.
template <typename T>
__global__ void rmsNormKernel(T const* x, T const* gamma, T* y, int64_t rows, int64_t hidden, float epsilon) {
    __shared__ float sums[kTHREADS];
    auto const thread = static_cast<int32_t>(threadIdx.x);
    // A grid has at most 2^31 - 1 blocks: each goes on with the row a grid further.
    for (int64_t row = blockIdx.x; row < rows; row += gridDim.x) {
        T const* const in = x + row * hidden;
        T* const out = y + row * hidden;
        float sum = 0.0F;
        for (int64_t i = thread; i < hidden; i += kTHREADS) {
            float const value = widen(in[i]);
            sum += value * value;
        }
        sums[thread] = sum;
        __syncthreads();
        for (int32_t half = kTHREADS / 2; half > 0; half /= 2) {
            if (thread < half) {
                sums[thread] += sums[thread + half];
            }
            __syncthreads(); // outside the if: all threads of the block come here
        }
        float const factor = 1.0F / sqrtf(sums[0] / static_cast<float>(hidden) + epsilon);
        __syncthreads(); // nobody writes sums[0] for the next row before all have read it
        for (int64_t i = thread; i < hidden; i += kTHREADS) {
            narrow(widen(in[i]) * factor * widen(gamma[i]), out[i]);
        }
    }
}

template <typename T>
cudaError_t rmsNorm(void const* const* inputs, void* output, int64_t rows, int64_t hidden, float epsilon,
                    cudaStream_t stream) {
    auto const blocks = static_cast<unsigned int>(rows < INT32_MAX ? rows : INT32_MAX);
    rmsNormKernel<<<blocks, kTHREADS, 0, stream>>>(static_cast<T const*>(inputs[0]),
                                                   static_cast<T const*>(inputs[1]), static_cast<T*>(output),
                                                   rows, hidden, epsilon);
    return cudaGetLastError();
}

//! \return Whether x [..., hidden] and gamma [hidden] belong together.
bool shapesFit(Dims const& x, Dims const& gamma) {
    return x.nbDims >= 1 && gamma.nbDims == 1 && gamma.d[0] == x.d[x.nbDims - 1];
}

class RmsNorm final : public IPluginV3,
                      public IPluginV3OneCore,
                      public IPluginV3OneBuild,
                      public IPluginV3OneRuntime {
public:
    explicit RmsNorm(float epsilon) : mEpsilon(epsilon) {}

    IPluginCapability* getCapabilityInterface(PluginCapabilityType type) noexcept override {
        switch (type) {
        case PluginCapabilityType::kCORE:
            return static_cast<IPluginV3OneCore*>(this);
        case PluginCapabilityType::kBUILD:
            return static_cast<IPluginV3OneBuild*>(this);
        case PluginCapabilityType::kRUNTIME:
            return static_cast<IPluginV3OneRuntime*>(this);
        }
        return nullptr;
    }
    //! The parameter only: a copied list of fields would point into this object.
    IPluginV3* clone() noexcept override { return new (std::nothrow) RmsNorm(mEpsilon); }

    // Core
    char const* getPluginName() const noexcept override { return "RmsNorm"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }

    // Build
    int32_t getNbOutputs() const noexcept override { return 1; }
    int32_t getOutputDataTypes(DataType* outputTypes, int32_t, DataType const* inputTypes,
                               int32_t) const noexcept override {
        outputTypes[0] = inputTypes[0];
        return 0;
    }
    int32_t getOutputShapes(DimsExprs const* inputs, int32_t nbInputs, DimsExprs const*, int32_t,
                            DimsExprs* outputs, int32_t, IExprBuilder&) noexcept override {
        if (nbInputs != 2 || inputs[0].nbDims < 1 || inputs[1].nbDims != 1) {
            return 1;
        }
        outputs[0] = inputs[0];
        return 0;
    }
    //! All three alike: the kernel is a template over one type.
    bool supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut, int32_t,
                                   int32_t) noexcept override {
        PluginTensorDesc const& asked = inOut[pos].desc;
        bool const known = asked.type == DataType::kFLOAT || asked.type == DataType::kHALF;
        return known && asked.type == inOut[0].desc.type && asked.format == TensorFormat::kLINEAR;
    }
    int32_t configurePlugin(DynamicPluginTensorDesc const*, int32_t, DynamicPluginTensorDesc const*,
                            int32_t) noexcept override {
        return 0;
    }

    // Runtime
    int32_t onShapeChange(PluginTensorDesc const* in, int32_t nbInputs, PluginTensorDesc const*,
                          int32_t) noexcept override {
        return nbInputs == 2 && shapesFit(in[0].dims, in[1].dims) ? 0 : 1;
    }
    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*, void const* const* inputs,
                    void* const* outputs, void*, cudaStream_t stream) noexcept override {
        Dims const& dims = inputDesc[0].dims;
        int64_t const hidden = dims.d[dims.nbDims - 1];
        int64_t rows = 1;
        for (int32_t i = 0; i + 1 < dims.nbDims; ++i) {
            rows *= dims.d[i];
        }
        if (rows == 0 || hidden == 0) {
            return 0; // a grid of 0 blocks is a launch error
        }
        auto const run = inputDesc[0].type == DataType::kHALF ? rmsNorm<__half> : rmsNorm<float>;
        return run(inputs, outputs[0], rows, hidden, mEpsilon, stream) == cudaSuccess ? 0 : 1;
    }
    IPluginV3* attachToContext(IPluginResourceContext*) noexcept override { return clone(); }
    PluginFieldCollection const* getFieldsToSerialize() noexcept override {
        mField = PluginField("epsilon", &mEpsilon, PluginFieldType::kFLOAT32, 1);
        mFields = {1, &mField};
        return &mFields;
    }

private:
    float mEpsilon;
    // What getFieldsToSerialize returns is read after it has returned.
    PluginField mField{};
    PluginFieldCollection mFields{};
};

class RmsNormCreator final : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "RmsNorm"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mWantedFields; }

    //! Both phases: the fields are the user's, or those of getFieldsToSerialize.
    //! \return null where "epsilon" is not exactly one positive, finite float.
    IPluginV3* createPlugin(char const*, PluginFieldCollection const* fields,
                            TensorRTPhase) noexcept override {
        for (int32_t i = 0; fields != nullptr && i < fields->nbFields; ++i) {
            PluginField const& field = fields->fields[i];
            if (field.name == nullptr || std::strcmp(field.name, "epsilon") != 0) {
                continue;
            }
            if (field.type != PluginFieldType::kFLOAT32 || field.length != 1 || field.data == nullptr) {
                return nullptr;
            }
            float const epsilon = *static_cast<float const*>(field.data);
            bool const valid = std::isfinite(epsilon) && epsilon > 0.0F;
            return valid ? new (std::nothrow) RmsNorm(epsilon) : nullptr;
        }
        return nullptr;
    }

private:
    PluginField mWanted{"epsilon", nullptr, PluginFieldType::kFLOAT32, 1};
    PluginFieldCollection mWantedFields{1, &mWanted};
};

REGISTER_TENSORRT_PLUGIN(RmsNormCreator);

} // namespace
// STUB
// // Yours: the kernel, the plugin, its creator, and at the end
// // REGISTER_TENSORRT_PLUGIN(...) with the creator's class.
// END
