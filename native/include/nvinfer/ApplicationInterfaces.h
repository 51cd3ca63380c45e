/// Interfaces that applications, not plugins, implement: profiling, output memory, debugging, streams of
/// engine data. Included by NvInferRuntime.h.
#ifndef NV_INFER_STAND_IN_APPLICATION_INTERFACES_H
#define NV_INFER_STAND_IN_APPLICATION_INTERFACES_H

#include "RuntimeTypes.h"

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#endif

namespace nvinfer1 {
namespace v_1_0 {

/// Hears how long each layer took.
class IProfiler {
public:
    /// Milliseconds of one layer in one execution.
    virtual void reportLayerTime(char const* layerName, float ms) noexcept = 0;
    virtual ~IProfiler() noexcept {}
};

/// Gives memory for an output whose size is known only when the engine ran.
class IOutputAllocator : public IVersionedInterface {
public:
    InterfaceInfo getInterfaceInfo() const noexcept override {
        return InterfaceInfo{"IOutputAllocator", 1, 0};
    }

    /// As reallocateOutputAsync(), without a stream.
    TRT_DEPRECATED virtual void* reallocateOutput(char const* /*tensorName*/, void* /*currentMemory*/,
                                                  uint64_t /*size*/, uint64_t /*alignment*/) noexcept {
        return nullptr;
    }

    /// Device memory of at least `size` bytes for the output; nullptr on failure. `currentMemory` may be
    /// returned where it is large enough.
    virtual void* reallocateOutputAsync(char const* tensorName, void* currentMemory, uint64_t size,
                                        uint64_t alignment, cudaStream_t /*stream*/) {
        return reallocateOutput(tensorName, currentMemory, size, alignment);
    }

    /// The output's shape, once it is known.
    virtual void notifyShape(char const* tensorName, Dims const& dims) noexcept = 0;
};

/// Hears the values of tensors that were marked for debugging.
class IDebugListener : public IVersionedInterface {
public:
    InterfaceInfo getInterfaceInfo() const noexcept override { return InterfaceInfo{"IDebugListener", 1, 0}; }

    /// The data at `addr` are complete once `stream` has got to this point. False reports a failure.
    virtual bool processDebugTensor(void const* addr, TensorLocation location, DataType type,
                                    Dims const& shape, char const* name, cudaStream_t stream) = 0;

    ~IDebugListener() override = default;
};

/// A serialised engine to read from, front to back.
class IStreamReader : public IVersionedInterface {
public:
    ~IStreamReader() override = default;
    IStreamReader() = default;

    InterfaceInfo getInterfaceInfo() const noexcept override { return InterfaceInfo{"IStreamReader", 1, 0}; }

    /// Copies up to nbBytes to `destination`; returns how many, or -1 on failure.
    virtual int64_t read(void* destination, int64_t nbBytes) = 0;

protected:
    IStreamReader(IStreamReader const&) = default;
    IStreamReader(IStreamReader&&) = default;
    IStreamReader& operator=(IStreamReader const&) & = default;
    IStreamReader& operator=(IStreamReader&&) & = default;
};

/// Where a serialised engine is written to.
class IStreamWriter : public IVersionedInterface {
public:
    ~IStreamWriter() override = default;
    IStreamWriter() = default;

    InterfaceInfo getInterfaceInfo() const noexcept final { return InterfaceInfo{"IStreamWriter", 1, 0}; }

    /// Takes nbBytes from `data`; returns how many it took, or -1 on failure.
    virtual int64_t write(void const* data, int64_t nbBytes) = 0;

protected:
    IStreamWriter(IStreamWriter const&) = default;
    IStreamWriter(IStreamWriter&&) = default;
    IStreamWriter& operator=(IStreamWriter const&) & = default;
    IStreamWriter& operator=(IStreamWriter&&) & = default;
};

/// A serialised engine to read from in any order, into host or device memory.
class IStreamReaderV2 : public IVersionedInterface {
public:
    ~IStreamReaderV2() override = default;
    IStreamReaderV2() = default;

    InterfaceInfo getInterfaceInfo() const noexcept override {
        return InterfaceInfo{"IStreamReaderV2", 1, 0};
    }

    /// Copies up to nbBytes to `destination`, in host or device memory; returns how many, or -1 on failure.
    virtual int64_t read(void* destination, int64_t nbBytes, cudaStream_t stream) noexcept = 0;
    /// Moves to `offset` bytes from `where`. False on failure.
    virtual bool seek(int64_t offset, SeekPosition where) noexcept = 0;

protected:
    IStreamReaderV2(IStreamReaderV2 const&) = default;
    IStreamReaderV2(IStreamReaderV2&&) = default;
    IStreamReaderV2& operator=(IStreamReaderV2 const&) & = default;
    IStreamReaderV2& operator=(IStreamReaderV2&&) & = default;
};

} // namespace v_1_0

using IProfiler = v_1_0::IProfiler;
using IOutputAllocator = v_1_0::IOutputAllocator;
using IDebugListener = v_1_0::IDebugListener;
using IStreamReader = v_1_0::IStreamReader;
using IStreamWriter = v_1_0::IStreamWriter;
using IStreamReaderV2 = v_1_0::IStreamReaderV2;

} // namespace nvinfer1

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif // NV_INFER_STAND_IN_APPLICATION_INTERFACES_H
