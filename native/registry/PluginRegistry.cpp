#include "PluginRegistry.h"

#include "GlobalLogger.h"

#include <algorithm>
#include <stdexcept>

namespace workbook::registry {
namespace {

using nvinfer1::ErrorCode;
using nvinfer1::IPluginCreator;
using nvinfer1::IPluginCreatorInterface;
using Severity = nvinfer1::ILogger::Severity;

thread_local std::string tLastError;

template <class Pointer> Pointer const* arrayOf(std::vector<Pointer> const& list, int32_t& count) {
    count = static_cast<int32_t>(list.size());
    return list.empty() ? nullptr : list.data();
}

std::string notNull(char const* parameter) {
    return std::string("Parameter check failed, condition: (") + parameter + ") != nullptr. ";
}

} // namespace

PluginRegistry& PluginRegistry::instance() noexcept {
    static PluginRegistry* const registry =
        new PluginRegistry; // never destroyed: PluginRegistrar never deregisters
    return *registry;
}

std::string const& PluginRegistry::lastError() noexcept { return tLastError; }

void PluginRegistry::report(ErrorCode code, char const* method, std::string const& message) const noexcept {
    tLastError = std::string("IPluginRegistry::") + method + ": Error Code " +
                 std::to_string(static_cast<int32_t>(code)) + ": API Usage Error (" + message + ")";
    logMessage(Severity::kERROR, tLastError);
    if (mErrorRecorder != nullptr) {
        mErrorRecorder->reportError(code, tLastError.c_str());
    }
}

PluginRegistry::Registration const* PluginRegistry::find(CreatorKey const& key) const {
    // The latest wins, as in a map that a later registration overwrites.
    auto const found =
        std::find_if(mRegistrations.rbegin(), mRegistrations.rend(), [&](Registration const& entry) {
            return entry.own.name == key.name && entry.own.version == key.version &&
                   entry.nameSpace == key.nameSpace;
        });
    return found == mRegistrations.rend() ? nullptr : &*found;
}

bool PluginRegistry::add(IPluginCreatorInterface& creator, std::string const& nameSpace,
                         PluginLibrary* library) {
    CreatorKey const own = ownKey(creator);
    mRegistrations.push_back({&creator, kindOf(creator), own, nameSpace, library});
    if (own.nameSpace != nameSpace) {
        logMessage(Severity::kWARNING, "IPluginRegistry::registerCreator: plugin creator " + own.name +
                                           " version " + own.version + " is registered under namespace \"" +
                                           nameSpace + "\", but its getPluginNamespace() is \"" +
                                           own.nameSpace + "\": getCreator will not find it");
    }
    return true;
}

bool PluginRegistry::registerCreator(IPluginCreatorInterface& creator, char const* pluginNamespace) noexcept {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    if (pluginNamespace == nullptr) {
        report(ErrorCode::kINVALID_ARGUMENT, "registerCreator", notNull("libNamespace"));
        return false;
    }
    try {
        CreatorKey const own = ownKey(creator);
        Registration const* const registered = find(own);
        if (registered != nullptr && ownKey(*registered->creator) == own) {
            logMessage(Severity::kERROR,
                       "IPluginRegistry::registerCreator: Cannot register the creator as plugin "
                       "creator of " +
                           own.name + " exists already.");
            return false;
        }
        return add(creator, pluginNamespace, mLoading);
    } catch (std::exception const& failure) {
        report(ErrorCode::kUNSPECIFIED_ERROR, "registerCreator", failure.what());
        return false;
    }
}

bool PluginRegistry::registerCreator(IPluginCreator& creator, char const* pluginNamespace) noexcept {
    return registerCreator(static_cast<IPluginCreatorInterface&>(creator), pluginNamespace);
}

bool PluginRegistry::deregisterCreator(IPluginCreatorInterface const& creator) noexcept {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    auto const found = std::find_if(mRegistrations.begin(), mRegistrations.end(),
                                    [&](Registration const& entry) { return entry.creator == &creator; });
    if (found == mRegistrations.end()) {
        return false;
    }
    if (std::find(mLoaded.begin(), mLoaded.end(), found->library) != mLoaded.end()) {
        report(ErrorCode::kINVALID_CONFIG, "deregisterCreator",
               "Plugin creator " + found->own.name +
                   " was loaded from a library and cannot be deregistered by deregisterCreator method");
        return false;
    }
    mRegistrations.erase(found);
    return true;
}

bool PluginRegistry::deregisterCreator(IPluginCreator const& creator) noexcept {
    return deregisterCreator(static_cast<IPluginCreatorInterface const&>(creator));
}

PluginRegistry::Registration const* PluginRegistry::lookUp(char const* method, char const* name,
                                                           char const* version, char const* nameSpace) {
    char const* const missing = name == nullptr        ? "pluginType"
                                : version == nullptr   ? "pluginVersion"
                                : nameSpace == nullptr ? "pluginNamespace"
                                                       : nullptr;
    if (missing != nullptr) {
        report(ErrorCode::kINVALID_ARGUMENT, method, notNull(missing));
        return nullptr;
    }
    std::string const joined = std::string(name) + nameSpace; // as TensorRT 10.6 prints it
    Registration const* const found = find({name, version, nameSpace});
    if (found == nullptr) {
        report(ErrorCode::kINVALID_CONFIG, method,
               "Cannot find plugin: " + joined + ", version: " + version + ", namespace:" + nameSpace + ".");
        return nullptr;
    }
    std::string const own = ownKey(*found->creator).nameSpace;
    if (own != nameSpace) {
        report(ErrorCode::kINVALID_CONFIG, method,
               "The plugin " + joined + " found is in namespace: " + own +
                   ", not in namespace: " + nameSpace + ".");
        return nullptr;
    }
    return found;
}

IPluginCreatorInterface* PluginRegistry::getCreator(char const* pluginName, char const* pluginVersion,
                                                    char const* pluginNamespace) noexcept {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    try {
        Registration const* const found = lookUp("getCreator", pluginName, pluginVersion, pluginNamespace);
        return found != nullptr ? found->creator : nullptr;
    } catch (std::exception const& failure) {
        report(ErrorCode::kUNSPECIFIED_ERROR, "getCreator", failure.what());
        return nullptr;
    }
}

IPluginCreator* PluginRegistry::getPluginCreator(char const* pluginName, char const* pluginVersion,
                                                 char const* pluginNamespace) noexcept {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    try {
        Registration const* const found =
            lookUp("getPluginCreator", pluginName, pluginVersion, pluginNamespace);
        if (found != nullptr && found->kind == CreatorKind::kV1) {
            return static_cast<IPluginCreator*>(found->creator);
        }
        if (found != nullptr) {
            report(ErrorCode::kINVALID_CONFIG, "getPluginCreator",
                   "Plugin creator with matching type, namespace and version found, but it is not of type "
                   "IPluginCreator.");
        }
    } catch (std::exception const& failure) {
        report(ErrorCode::kUNSPECIFIED_ERROR, "getPluginCreator", failure.what());
    }
    return nullptr;
}

IPluginCreatorInterface* const* PluginRegistry::getAllCreators(int32_t* numCreators) const noexcept {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    if (numCreators == nullptr) {
        report(ErrorCode::kINVALID_ARGUMENT, "getAllCreators", notNull("numCreators"));
        return nullptr;
    }
    // V3 creators come first, each kind in order of registration (seen on TensorRT 10.6).
    mAllCreators.clear();
    for (bool const v1 : {false, true}) {
        for (Registration const& entry : mRegistrations) {
            if ((entry.kind == CreatorKind::kV1) == v1) {
                mAllCreators.push_back(entry.creator);
            }
        }
    }
    return arrayOf(mAllCreators, *numCreators);
}

IPluginCreatorInterface* const* PluginRegistry::getAllCreatorsRecursive(int32_t* numCreators) noexcept {
    return getAllCreators(numCreators); // the process-wide registry has no parent
}

IPluginCreator* const* PluginRegistry::getPluginCreatorList(int32_t* numCreators) const noexcept {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    if (numCreators == nullptr) {
        report(ErrorCode::kINVALID_ARGUMENT, "getPluginCreatorList", notNull("numCreators"));
        return nullptr;
    }
    mV1Creators.clear();
    for (Registration const& entry : mRegistrations) {
        if (entry.kind == CreatorKind::kV1) {
            mV1Creators.push_back(static_cast<IPluginCreator*>(entry.creator));
        }
    }
    return arrayOf(mV1Creators, *numCreators);
}

std::vector<PluginRegistry::Registration> PluginRegistry::registrations() const {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    return mRegistrations;
}

void PluginRegistry::setErrorRecorder(nvinfer1::IErrorRecorder* recorder) noexcept {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    if (recorder != nullptr) {
        recorder->incRefCount();
    }
    if (mErrorRecorder != nullptr) {
        mErrorRecorder->decRefCount();
    }
    mErrorRecorder = recorder;
}

nvinfer1::IErrorRecorder* PluginRegistry::getErrorRecorder() const noexcept { return mErrorRecorder; }

bool PluginRegistry::isParentSearchEnabled() const { return mParentSearchEnabled; }

void PluginRegistry::setParentSearchEnabled(bool enabled) { mParentSearchEnabled = enabled; }

nvinfer1::IPluginResource*
PluginRegistry::acquirePluginResource(char const* key, nvinfer1::IPluginResource* resource) noexcept {
    if (key == nullptr || resource == nullptr) {
        report(ErrorCode::kINVALID_ARGUMENT, "acquirePluginResource",
               notNull(key == nullptr ? "key" : "resource"));
        return nullptr;
    }
    return mResources.acquire(key, *resource);
}

int32_t PluginRegistry::releasePluginResource(char const* key) noexcept {
    if (key == nullptr) {
        report(ErrorCode::kINVALID_ARGUMENT, "releasePluginResource", notNull("key"));
        return 1;
    }
    PluginResources::Release const result = mResources.release(key);
    if (result == PluginResources::Release::kUNKNOWN_KEY) {
        report(ErrorCode::kINVALID_ARGUMENT, "releasePluginResource",
               std::string("There is no resource registered under key: ") + key);
    }
    return result == PluginResources::Release::kDONE ? 0 : 1;
}

} // namespace workbook::registry
