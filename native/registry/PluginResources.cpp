#include "PluginResources.h"

namespace workbook::registry {

nvinfer1::IPluginResource* PluginResources::acquire(std::string const& key,
                                                    nvinfer1::IPluginResource& resource) {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    auto found = mByKey.find(key);
    if (found == mByKey.end()) {
        std::unique_ptr<nvinfer1::IPluginResource> clone(resource.clone());
        if (clone == nullptr) {
            return nullptr;
        }
        found = mByKey.emplace(key, Shared{std::move(clone), 0}).first;
    }
    ++found->second.users;
    return found->second.clone.get();
}

PluginResources::Release PluginResources::release(std::string const& key) {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    auto const found = mByKey.find(key);
    if (found == mByKey.end()) {
        return Release::kUNKNOWN_KEY;
    }
    if (--found->second.users > 0) {
        return Release::kDONE;
    }
    std::unique_ptr<nvinfer1::IPluginResource> const clone = std::move(found->second.clone);
    mByKey.erase(found);
    return clone->release() == 0 ? Release::kDONE : Release::kFAILED;
}

} // namespace workbook::registry
