#pragma once

#include "Errors.h"
#include "ObjectIdentity.h"
#include "convert.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace workbook::binding {

//! A traced plugin as JavaScript holds it: shared by the plugin object and its capability objects, emptied by
//! destroy(). The garbage collector never destroys a plugin.
template <class Plugin> struct TracedHandle {
    Plugin* plugin;
    std::string id;
    std::string className;

    explicit TracedHandle(Plugin& traced)
        : plugin(&traced), id(traced.identity().id()), className(traced.identity().className()) {}

    //! \throws Napi::Error `OBJECT_DESTROYED`
    Plugin& live(Napi::Env env, char const* method) const {
        if (plugin == nullptr) {
            throwError(env, "OBJECT_DESTROYED",
                       std::string("Cannot call ") + method + ": " + id + " " + className +
                           " has been destroyed");
        }
        return *plugin;
    }

    Origin origin(char const* method) const { return {id, className, method}; }
};

//! An array that a plugin fills, with guard elements behind it. A plugin that writes past its end is reported
//! instead of corrupting memory (as far as the guard reaches).
template <class T> class GuardedArray {
public:
    explicit GuardedArray(size_t count) : mCount(count) {
        mBytes.assign((count + kGUARD_ITEMS) * sizeof(T), uint8_t{0});
        std::fill(mBytes.begin() + static_cast<std::ptrdiff_t>(count * sizeof(T)), mBytes.end(), kGUARD_BYTE);
    }

    T* data() { return reinterpret_cast<T*>(mBytes.data()); }
    T const& operator[](size_t index) const { return reinterpret_cast<T const*>(mBytes.data())[index]; }
    size_t size() const { return mCount; }

    //! \throws Napi::Error `PLUGIN_OVERRUN`
    void check(Napi::Env env, Origin const& origin) const {
        for (size_t i = mCount * sizeof(T); i < mBytes.size(); ++i) {
            if (mBytes[i] != kGUARD_BYTE) {
                origin.refuse(env, "it wrote past the " + std::to_string(mCount) + " elements it was given",
                              "PLUGIN_OVERRUN");
            }
        }
    }

private:
    static constexpr size_t kGUARD_ITEMS = 16;
    static constexpr uint8_t kGUARD_BYTE = 0xa5;

    size_t mCount;
    std::vector<uint8_t> mBytes;
};

} // namespace workbook::binding
