// The half of PluginRegistry that deals with libraries.
#include "GlobalLogger.h"
#include "PluginRegistry.h"

#include <algorithm>
#include <stdexcept>

namespace workbook::registry {
namespace {

using nvinfer1::ErrorCode;
using nvinfer1::IPluginCreator;
using nvinfer1::IPluginCreatorInterface;

//! Given to a library, which keeps it: never destroyed.
class LoggerFinder final : public nvinfer1::ILoggerFinder {
public:
    nvinfer1::ILogger* findLogger() override { return &forwardingLogger(); }
};

LoggerFinder& loggerFinder() {
    static LoggerFinder* const finder = new LoggerFinder;
    return *finder;
}

//! What a library exports for loadLibrary().
struct EntryPoints {
    void (*setLoggerFinder)(nvinfer1::ILoggerFinder*);
    IPluginCreatorInterface* const* (*getCreators)(int32_t&);
    IPluginCreator* const* (*getPluginCreators)(int32_t&); //!< the older form, V1 creators only

    explicit EntryPoints(PluginLibrary const& library)
        : setLoggerFinder(library.symbol<void(nvinfer1::ILoggerFinder*)>("setLoggerFinder")),
          getCreators(library.symbol<IPluginCreatorInterface* const*(int32_t&)>("getCreators")),
          getPluginCreators(library.symbol<IPluginCreator* const*(int32_t&)>("getPluginCreators")) {
        if (getCreators == nullptr && getPluginCreators == nullptr) {
            throw std::runtime_error(library.path() +
                                     " does not contain getCreators or getPluginCreators function.");
        }
        if (setLoggerFinder == nullptr) {
            throw std::runtime_error(library.path() + " does not contain setLoggerFinder function.");
        }
    }

    std::vector<IPluginCreatorInterface*> creators() const {
        return getCreators != nullptr ? listOf(getCreators) : listOf(getPluginCreators);
    }

private:
    template <class Function> static std::vector<IPluginCreatorInterface*> listOf(Function* function) {
        int32_t count = 0;
        auto* const list = function(count);
        std::vector<IPluginCreatorInterface*> creators;
        for (int32_t i = 0; list != nullptr && i < count; ++i) {
            if (list[i] != nullptr) {
                creators.push_back(list[i]);
            }
        }
        return creators;
    }
};

//! Restores on leaving the scope what `slot` held.
template <class T> class Scoped {
public:
    Scoped(T& slot, T value) : mSlot(slot), mBefore(slot) { slot = value; }
    ~Scoped() { mSlot = mBefore; }
    Scoped(Scoped const&) = delete;
    Scoped& operator=(Scoped const&) = delete;

private:
    T& mSlot;
    T mBefore;
};

} // namespace

PluginLibrary* PluginRegistry::load(std::string const& path) {
    mLibraries.push_back(std::make_unique<PluginLibrary>(path));
    PluginLibrary* const library = mLibraries.back().get();
    Scoped<PluginLibrary*> const loading(mLoading, library);
    library->open();
    return library;
}

void PluginRegistry::addLibraryCreators(PluginLibrary& library) {
    EntryPoints const entry(library);
    entry.setLoggerFinder(&loggerFinder());
    std::vector<IPluginCreatorInterface*> const creators = entry.creators();
    if (creators.empty()) {
        throw std::runtime_error("No creator returned by getCreators in " + library.path());
    }
    for (IPluginCreatorInterface* creator : creators) {
        if (CreatorKey const own = ownKey(*creator); find(own) != nullptr) {
            throw std::invalid_argument("Cannot register the library as plugin creator of " + own.name +
                                        " exists already.");
        }
    }
    for (IPluginCreatorInterface* creator : creators) {
        add(*creator, ownKey(*creator).nameSpace, &library);
    }
}

void PluginRegistry::removeLibraryCreators(PluginLibrary const* library) {
    mRegistrations.erase(std::remove_if(mRegistrations.begin(), mRegistrations.end(),
                                        [&](Registration const& entry) { return entry.library == library; }),
                         mRegistrations.end());
}

nvinfer1::IPluginRegistry::PluginLibraryHandle PluginRegistry::loadLibrary(char const* pluginPath) noexcept {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    if (pluginPath == nullptr) {
        report(ErrorCode::kINVALID_ARGUMENT, "loadLibrary",
               "Parameter check failed, condition: (pluginPath) != "
               "nullptr. ");
        return nullptr;
    }
    PluginLibrary* library = nullptr;
    try {
        library = load(pluginPath);
    } catch (std::exception const& failure) {
        report(ErrorCode::kFAILED_INITIALIZATION, "loadLibrary",
               std::string("Unable to load library: ") + pluginPath + ": " + failure.what());
        return nullptr;
    }
    try {
        addLibraryCreators(*library);
    } catch (std::exception const& failure) {
        // TensorRT unloads the library here; what its static initialisers registered would dangle.
        removeLibraryCreators(library);
        bool const duplicate = dynamic_cast<std::invalid_argument const*>(&failure) != nullptr;
        report(duplicate ? ErrorCode::kINVALID_CONFIG : ErrorCode::kINVALID_ARGUMENT, "loadLibrary",
               failure.what());
        return nullptr;
    }
    mLoaded.push_back(library);
    return library;
}

void PluginRegistry::deregisterLibrary(PluginLibraryHandle handle) noexcept {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    auto const found = std::find(mLoaded.begin(), mLoaded.end(), handle);
    if (handle == nullptr || found == mLoaded.end()) {
        report(ErrorCode::kINVALID_ARGUMENT, "deregisterLibrary",
               std::string("Parameter check failed, condition: handle != nullptr. ") +
                   "deregisterLibrary() requires a valid PluginLibraryHandle");
        return;
    }
    removeLibraryCreators(*found);
    mLoaded.erase(found);
}

std::vector<IPluginCreatorInterface*> PluginRegistry::openLibrary(std::string const& path) {
    std::lock_guard<std::recursive_mutex> const lock(mMutex);
    PluginLibrary const* const library = load(path);
    std::vector<IPluginCreatorInterface*> creators;
    for (Registration const& entry : mRegistrations) {
        if (entry.library == library) {
            creators.push_back(entry.creator);
        }
    }
    return creators;
}

} // namespace workbook::registry
