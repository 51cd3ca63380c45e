#pragma once

#include "CreatorKey.h"
#include "Export.h"
#include "NvInferRuntime.h"
#include "PluginLibrary.h"
#include "PluginResources.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace workbook::registry {

//! The process-wide plugin registry: what getPluginRegistry() returns.
//!
//! Behaviour and messages are those of TensorRT 10.6.0, seen by calling its registry on a CPU, quirks
//! included: the name in `Cannot find plugin: …` is name and namespace joined; a creator registered under a
//! namespace that is not its own getPluginNamespace() cannot be found (a warning of ours says so);
//! setPluginNamespace() is not called at registration. Ours: libraries are never unloaded (see
//! PluginLibrary), and getPluginCreators alone is accepted, as documented.
class WORKBOOK_EXPORT PluginRegistry final : public nvinfer1::IPluginRegistry {
public:
    static PluginRegistry& instance() noexcept;

    bool registerCreator(nvinfer1::IPluginCreator& creator, char const* pluginNamespace) noexcept override;
    nvinfer1::IPluginCreator* const* getPluginCreatorList(int32_t* numCreators) const noexcept override;
    nvinfer1::IPluginCreator* getPluginCreator(char const* pluginName, char const* pluginVersion,
                                               char const* pluginNamespace) noexcept override;
    void setErrorRecorder(nvinfer1::IErrorRecorder* recorder) noexcept override;
    nvinfer1::IErrorRecorder* getErrorRecorder() const noexcept override;
    bool deregisterCreator(nvinfer1::IPluginCreator const& creator) noexcept override;
    bool isParentSearchEnabled() const override;
    void setParentSearchEnabled(bool enabled) override;
    PluginLibraryHandle loadLibrary(char const* pluginPath) noexcept override;
    void deregisterLibrary(PluginLibraryHandle handle) noexcept override;
    bool registerCreator(nvinfer1::IPluginCreatorInterface& creator,
                         char const* pluginNamespace) noexcept override;
    nvinfer1::IPluginCreatorInterface* const* getAllCreators(int32_t* numCreators) const noexcept override;
    nvinfer1::IPluginCreatorInterface* getCreator(char const* pluginName, char const* pluginVersion,
                                                  char const* pluginNamespace) noexcept override;
    bool deregisterCreator(nvinfer1::IPluginCreatorInterface const& creator) noexcept override;
    nvinfer1::IPluginResource* acquirePluginResource(char const* key,
                                                     nvinfer1::IPluginResource* resource) noexcept override;
    int32_t releasePluginResource(char const* key) noexcept override;
    nvinfer1::IPluginCreatorInterface* const* getAllCreatorsRecursive(int32_t* numCreators) noexcept override;

    //! A registered creator, as the host lists them.
    struct Registration {
        nvinfer1::IPluginCreatorInterface* creator;
        CreatorKind kind;
        CreatorKey own;         //!< name, version and namespace as the creator said at registration
        std::string nameSpace;  //!< the namespace it was registered under
        PluginLibrary* library; //!< the library that brought it, or nullptr
    };

    //! All registrations, oldest first.
    std::vector<Registration> registrations() const;

    //! dlopen() without asking for getCreators, as `trtexec --staticPlugins` does: REGISTER_TENSORRT_PLUGIN
    //! registers while the library loads.
    //! \return The creators that registered meanwhile. \throws std::runtime_error with the linker's words.
    std::vector<nvinfer1::IPluginCreatorInterface*> openLibrary(std::string const& path);

    //! What the last failing call on this thread reported, or "".
    static std::string const& lastError() noexcept;

private:
    PluginRegistry() = default;
    ~PluginRegistry() noexcept override = default;

    Registration const* find(CreatorKey const& key) const;
    Registration const* lookUp(char const* method, char const* name, char const* version,
                               char const* nameSpace);
    bool add(nvinfer1::IPluginCreatorInterface& creator, std::string const& nameSpace,
             PluginLibrary* library);
    PluginLibrary* load(std::string const& path);
    void addLibraryCreators(PluginLibrary& library);
    void removeLibraryCreators(PluginLibrary const* library);
    void report(nvinfer1::ErrorCode code, char const* method, std::string const& message) const noexcept;

    mutable std::recursive_mutex mMutex; //!< a creator, or a library's initialiser, may call back
    std::vector<Registration> mRegistrations;
    mutable std::vector<nvinfer1::IPluginCreatorInterface*> mAllCreators; //!< array handed out last
    mutable std::vector<nvinfer1::IPluginCreator*> mV1Creators;           //!< array handed out last
    std::vector<std::unique_ptr<PluginLibrary>> mLibraries;               //!< never shrinks
    std::vector<PluginLibrary*> mLoaded; //!< handles that deregisterLibrary() accepts
    PluginLibrary* mLoading{nullptr};    //!< creators that register now belong to it
    PluginResources mResources;
    nvinfer1::IErrorRecorder* mErrorRecorder{nullptr};
    bool mParentSearchEnabled{true};
};

} // namespace workbook::registry
