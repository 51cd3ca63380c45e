#pragma once

#include "NvInferRuntime.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace workbook::registry {

//! Plugin resources by key, with reference counts: what acquirePluginResource() and releasePluginResource()
//! do. Thread-safe.
class PluginResources {
public:
    //! The resource under `key`, after counting one more user. The first caller's resource is cloned and only
    //! the clone is kept.
    //! \return nullptr where clone() returned nullptr.
    nvinfer1::IPluginResource* acquire(std::string const& key, nvinfer1::IPluginResource& resource);

    enum class Release { kDONE, kUNKNOWN_KEY, kFAILED };

    //! Counts one user less. With the last one release() is called on the clone, which is then deleted.
    //! kFAILED: release() returned non-zero; the clone is deleted all the same (seen on TensorRT 10.6).
    Release release(std::string const& key);

private:
    struct Shared {
        std::unique_ptr<nvinfer1::IPluginResource> clone;
        int32_t users{0};
    };

    std::recursive_mutex mMutex; //!< a resource's clone() or release() may use the registry
    std::map<std::string, Shared> mByKey;
};

} // namespace workbook::registry
