#include "CreatorTable.h"

#include <algorithm>
#include <mutex>
#include <string>

namespace workbook::binding {
namespace {

using registry::CreatorKind;
using registry::PluginRegistry;

std::mutex gMutex;

std::vector<std::unique_ptr<CreatorEntry>>& entries() {
    static auto* const list = new std::vector<std::unique_ptr<CreatorEntry>>; // never destroyed
    return *list;
}

std::unique_ptr<CreatorEntry> newEntry(PluginRegistry::Registration const& registration, size_t number) {
    auto entry = std::make_unique<CreatorEntry>();
    entry->real = registration.creator;
    trace::ObjectIdentity identity("creator#" + std::to_string(number),
                                   registration.own.name + "@" + registration.own.version, "");
    if (registration.kind == CreatorKind::kV1) {
        entry->v1 = std::make_unique<trace::TracedCreatorV1>(
            static_cast<nvinfer1::IPluginCreator&>(*registration.creator), std::move(identity));
    } else {
        entry->v3One = std::make_unique<trace::TracedCreatorV3One>(
            static_cast<nvinfer1::IPluginCreatorV3One&>(*registration.creator), std::move(identity));
    }
    return entry;
}

CreatorEntry* findRegistered(nvinfer1::IPluginCreatorInterface const* creator) {
    auto const found = std::find_if(entries().begin(), entries().end(), [&](auto const& entry) {
        return entry->registered && entry->real == creator;
    });
    return found == entries().end() ? nullptr : found->get();
}

} // namespace

std::vector<CreatorEntry*> CreatorTable::registered() {
    auto const registrations = PluginRegistry::instance().registrations();
    std::lock_guard<std::mutex> const lock(gMutex);
    for (auto const& entry : entries()) {
        bool const still =
            std::any_of(registrations.begin(), registrations.end(),
                        [&](auto const& registration) { return registration.creator == entry->real; });
        entry->registered = entry->registered && still;
    }
    std::vector<CreatorEntry*> list;
    for (auto const& registration : registrations) {
        CreatorEntry* entry = findRegistered(registration.creator);
        if (entry == nullptr) {
            entries().push_back(newEntry(registration, entries().size() + 1));
            entry = entries().back().get();
        }
        list.push_back(entry);
    }
    return list;
}

CreatorEntry* CreatorTable::find(nvinfer1::IPluginCreatorInterface const* creator) {
    auto const list = registered();
    auto const found = std::find_if(list.begin(), list.end(),
                                    [&](CreatorEntry const* entry) { return entry->real == creator; });
    return found == list.end() ? nullptr : *found;
}

} // namespace workbook::binding
