#pragma once

#include "AddonData.h"
#include "LoadedLibraries.h"
#include "convert.h"

#include <memory>

namespace workbook::binding {

//! A cudaGraph_t for JavaScript: what Stream.endCapture() returns.
class Graph final : public Napi::ObjectWrap<Graph> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);
    //! Takes over `graph`.
    static Napi::Value wrap(Napi::Env env, cudaGraph_t graph);

    explicit Graph(Napi::CallbackInfo const& info);
    ~Graph() override;

private:
    Napi::Value nodeCount(Napi::CallbackInfo const& info);
    Napi::Value instantiate(Napi::CallbackInfo const& info);
    Napi::Value destroy(Napi::CallbackInfo const& info);

    cudaGraph_t handle(Napi::Env env, char const* method) const;

    cudaGraph_t mGraph{nullptr}; //!< null once destroyed
    std::shared_ptr<LoadedLibraries const> mLibraries;
};

//! A cudaGraphExec_t for JavaScript: what Graph.instantiate() returns.
class GraphExec final : public Napi::ObjectWrap<GraphExec> {
public:
    //! What Graph hands to the constructor, which takes over `executable`.
    struct Init {
        cudaGraphExec_t executable;
        std::shared_ptr<LoadedLibraries const> libraries;
    };

    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);

    explicit GraphExec(Napi::CallbackInfo const& info);
    ~GraphExec() override;

private:
    Napi::Value launch(Napi::CallbackInfo const& info);
    Napi::Value destroy(Napi::CallbackInfo const& info);

    cudaGraphExec_t mExecutable{nullptr}; //!< null once destroyed
    std::shared_ptr<LoadedLibraries const> mLibraries;
};

} // namespace workbook::binding
