/// The plugin registry.
#ifndef NV_INFER_RUNTIME_COMMON_H
#define NV_INFER_RUNTIME_COMMON_H

#include "NvInferPluginBase.h"
#include "NvInferRuntimePlugin.h"

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic ignored "-Woverloaded-virtual"
#endif

namespace nvinfer1 {

/// Every creator that a process knows, by name, version and namespace. getPluginRegistry() returns the
/// process's own.
///
/// Safe to call from several threads.
class IPluginRegistry {
public:
    /// Stands for a library between loadLibrary() and deregisterLibrary().
    using PluginLibraryHandle = void*;

#if NV_TENSORRT_MAJOR >= 11
private:
    // Replaced by the methods for IPluginCreatorInterface below. The slots of the vtable stay, under other
    // names.
    virtual bool slot0(IPluginCreator& creator, AsciiChar const* const pluginNamespace) noexcept = 0;
    virtual IPluginCreator* const* slot1(int32_t* const numCreators) const noexcept = 0;
    virtual IPluginCreator* slot2(AsciiChar const* const pluginName, AsciiChar const* const pluginVersion,
                                  AsciiChar const* const pluginNamespace) noexcept = 0;

public:
#else
    /// As registerCreator(IPluginCreatorInterface&, …).
    NV_INFER_DEPRECATED_SINCE_10 virtual bool
    registerCreator(IPluginCreator& creator, AsciiChar const* const pluginNamespace) noexcept = 0;
    /// The creators of the second generation only.
    NV_INFER_DEPRECATED_SINCE_10 virtual IPluginCreator* const*
    getPluginCreatorList(int32_t* const numCreators) const noexcept = 0;
    /// nullptr where no creator of the second generation has this key.
    NV_INFER_DEPRECATED_SINCE_10 virtual IPluginCreator*
    getPluginCreator(AsciiChar const* const pluginName, AsciiChar const* const pluginVersion,
                     AsciiChar const* const pluginNamespace = "") noexcept = 0;
#endif

    IPluginRegistry() = default;
    IPluginRegistry(IPluginRegistry const&) = delete;
    IPluginRegistry(IPluginRegistry&&) = delete;
    IPluginRegistry& operator=(IPluginRegistry const&) & = delete;
    IPluginRegistry& operator=(IPluginRegistry&&) & = delete;

protected:
    virtual ~IPluginRegistry() noexcept = default;

public:
    /// Errors of the registry go to `recorder`, or to the log where it is nullptr. Counts a reference on it.
    virtual void setErrorRecorder(IErrorRecorder* const recorder) noexcept = 0;
    virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;

#if NV_TENSORRT_MAJOR >= 11
private:
    virtual bool slot7(IPluginCreator const& creator) noexcept = 0;

public:
#else
    /// As deregisterCreator(IPluginCreatorInterface const&).
    NV_INFER_DEPRECATED_SINCE_10 virtual bool deregisterCreator(IPluginCreator const& creator) noexcept = 0;
#endif

    /// Whether a key that is not found here is looked for in the parent registry. True by default.
    virtual bool isParentSearchEnabled() const = 0;
    virtual void setParentSearchEnabled(bool const enabled) = 0;

    /// Opens a shared library and registers what it exports: `getCreators(int32_t&)`, or the older
    /// `getPluginCreators`; it is given a logger through `setLoggerFinder(ILoggerFinder*)`. nullptr on
    /// failure.
    virtual PluginLibraryHandle loadLibrary(AsciiChar const* pluginPath) noexcept = 0;
    /// Removes the library's creators and closes it. None of its plugins may be alive.
    virtual void deregisterLibrary(PluginLibraryHandle handle) noexcept = 0;

    /// Adds a creator, which has to outlive its use. False where the key is taken.
    virtual bool registerCreator(IPluginCreatorInterface& creator,
                                 AsciiChar const* const pluginNamespace) noexcept = 0;
    /// All creators of this registry, `numCreators` of them; nullptr where there are none.
    virtual IPluginCreatorInterface* const* getAllCreators(int32_t* const numCreators) const noexcept = 0;
    /// nullptr where no creator has this key.
    virtual IPluginCreatorInterface* getCreator(AsciiChar const* const pluginName,
                                                AsciiChar const* const pluginVersion,
                                                AsciiChar const* const pluginNamespace = "") noexcept = 0;
    /// False where the creator is not registered.
    virtual bool deregisterCreator(IPluginCreatorInterface const& creator) noexcept = 0;

    /// The resource held under `key`, one more user counted; the first call stores resource->clone(). nullptr
    /// on failure.
    virtual IPluginResource* acquirePluginResource(AsciiChar const* key,
                                                   IPluginResource* resource) noexcept = 0;
    /// One user fewer; with the last one the stored clone is released and deleted. 0 is success.
    virtual int32_t releasePluginResource(AsciiChar const* key) noexcept = 0;

    /// getAllCreators() with the parents' creators.
    virtual IPluginCreatorInterface* const* getAllCreatorsRecursive(int32_t* const numCreators) noexcept = 0;
};

} // namespace nvinfer1

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#if NV_TENSORRT_MAJOR == 8
// In 8.6 this header brought TensorFormat, ILogger, IGpuAllocator and the registrar with it.
#include "NvInferRuntime.h"
#endif

#endif // NV_INFER_RUNTIME_COMMON_H
