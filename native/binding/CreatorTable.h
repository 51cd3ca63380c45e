#pragma once

#include "PluginRegistry.h"
#include "TracedCreator.h"

#include <memory>
#include <vector>

namespace workbook::binding {

//! A registered creator and its traced wrapper. Entries are never freed: JavaScript objects point to them.
struct CreatorEntry {
    nvinfer1::IPluginCreatorInterface* real;
    std::unique_ptr<trace::TracedCreatorV1> v1;       //!< for an IPluginCreator
    std::unique_ptr<trace::TracedCreatorV3One> v3One; //!< for an IPluginCreatorV3One
    bool registered{true};

    trace::ObjectIdentity const& identity() const {
        return v1 != nullptr ? v1->identity() : v3One->identity();
    }
};

//! The creators of the registry, numbered `creator#N` in order of registration as they are first seen.
//! Process-wide and thread-safe: environments share the numbers.
class CreatorTable {
public:
    //! The registered creators, oldest first, after taking note of what was registered and deregistered.
    static std::vector<CreatorEntry*> registered();

    //! The entry of a creator that the registry returned; nullptr where it is not registered.
    static CreatorEntry* find(nvinfer1::IPluginCreatorInterface const* creator);
};

} // namespace workbook::binding
