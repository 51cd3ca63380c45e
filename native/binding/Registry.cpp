#include "Registry.h"

#include "PluginCreator.h"

#include <map>
#include <mutex>

namespace workbook::binding {
namespace {

using registry::PluginRegistry;

//! Library handles are numbers in JavaScript: a wrong one is found out.
class LibraryHandles {
public:
    static LibraryHandles& instance() {
        static auto* const handles = new LibraryHandles;
        return *handles;
    }

    int64_t add(void* handle) {
        std::lock_guard<std::mutex> const lock(mMutex);
        mByNumber[mNext] = handle;
        return mNext++;
    }

    //! nullptr for a number that is not, or no longer, a handle.
    void* take(int64_t number) {
        std::lock_guard<std::mutex> const lock(mMutex);
        auto const found = mByNumber.find(number);
        if (found == mByNumber.end()) {
            return nullptr;
        }
        void* const handle = found->second;
        mByNumber.erase(found);
        return handle;
    }

private:
    std::mutex mMutex;
    std::map<int64_t, void*> mByNumber;
    int64_t mNext{1};
};

Napi::Value toArrayOfCreators(Napi::Env env, std::vector<CreatorEntry*> const& entries) {
    Napi::Array array = Napi::Array::New(env, entries.size());
    for (size_t i = 0; i < entries.size(); ++i) {
        array.Set(static_cast<uint32_t>(i), PluginCreator::wrap(env, entries[i]));
    }
    return array;
}

Napi::Value getAllCreators(Napi::CallbackInfo const& info) {
    return toArrayOfCreators(info.Env(), CreatorTable::registered());
}

Napi::Value getCreator(Napi::CallbackInfo const& info) {
    Where const where("getCreator");
    std::string const name = toText(info[0], Where(where, "name"));
    std::string const version = toText(info[1], Where(where, "version"));
    std::string const nameSpace = toText(info[2], Where(where, "namespace"));
    auto* const creator =
        PluginRegistry::instance().getCreator(name.c_str(), version.c_str(), nameSpace.c_str());
    return PluginCreator::wrap(info.Env(), creator == nullptr ? nullptr : CreatorTable::find(creator));
}

Napi::Value loadLibrary(Napi::CallbackInfo const& info) {
    Where const where("loadLibrary");
    std::string const path = toText(info[0], Where(where, "path"));
    CreatorTable::registered(); // creators registered before keep the lower numbers
    void* const handle = PluginRegistry::instance().loadLibrary(path.c_str());
    if (handle == nullptr) {
        throwError(info.Env(), "LIBRARY_NOT_LOADED", PluginRegistry::lastError());
    }
    CreatorTable::registered();
    return fromInteger(info.Env(), LibraryHandles::instance().add(handle));
}

Napi::Value deregisterLibrary(Napi::CallbackInfo const& info) {
    Where const where("deregisterLibrary");
    int64_t const number = toInteger(info[0], Where(where, "handle"), 0, INT32_MAX);
    void* const handle = LibraryHandles::instance().take(number);
    if (handle == nullptr) {
        throwArgument(Where(where, "handle"), "a handle that loadLibrary() returned", info[0]);
    }
    PluginRegistry::instance().deregisterLibrary(handle);
    CreatorTable::registered();
    return info.Env().Undefined();
}

Napi::Value openLibrary(Napi::CallbackInfo const& info) {
    Where const where("openLibrary");
    std::string const path = toText(info[0], Where(where, "path"));
    CreatorTable::registered();
    std::vector<nvinfer1::IPluginCreatorInterface*> creators;
    try {
        creators = PluginRegistry::instance().openLibrary(path);
    } catch (std::runtime_error const& failure) {
        throwError(info.Env(), "LIBRARY_NOT_LOADED",
                   std::string("Cannot open the library: ") + failure.what());
    }
    std::vector<CreatorEntry*> entries;
    for (auto const* creator : creators) {
        entries.push_back(CreatorTable::find(creator));
    }
    return toArrayOfCreators(info.Env(), entries);
}

} // namespace

Napi::Object newPluginRegistry(Napi::Env env) {
    Napi::Object object = Napi::Object::New(env);
    object.Set("getAllCreators", Napi::Function::New<getAllCreators>(env, "getAllCreators"));
    object.Set("getCreator", Napi::Function::New<getCreator>(env, "getCreator"));
    object.Set("loadLibrary", Napi::Function::New<loadLibrary>(env, "loadLibrary"));
    object.Set("deregisterLibrary", Napi::Function::New<deregisterLibrary>(env, "deregisterLibrary"));
    object.Set("openLibrary", Napi::Function::New<openLibrary>(env, "openLibrary"));
    return object;
}

} // namespace workbook::binding
