#include "Graph.h"

#include "Stream.h"

namespace workbook::binding {
namespace {

[[noreturn]] void throwDestroyed(Napi::Env env, char const* method) {
    throwError(env, "OBJECT_DESTROYED",
               std::string("Cannot call ") + method + ": the graph has been destroyed");
}

} // namespace

napi_type_tag const Graph::kTYPE_TAG = typeTag(13);

Napi::Function Graph::define(Napi::Env env) {
    return DefineClass(env, "Graph",
                       {InstanceMethod<&Graph::nodeCount>("nodeCount"),
                        InstanceMethod<&Graph::instantiate>("instantiate"),
                        InstanceMethod<&Graph::destroy>("destroy")});
}

Napi::Value Graph::wrap(Napi::Env env, cudaGraph_t graph) {
    return construct(env, AddonData::of(env).graph, graph);
}

Graph::Graph(Napi::CallbackInfo const& info)
    : ObjectWrap(info), mGraph(takePending<cudaGraph_t>(info)),
      mLibraries(std::make_shared<LoadedLibraries const>()) {
    info.This().As<Napi::Object>().TypeTag(&kTYPE_TAG);
}

Graph::~Graph() {
    if (mGraph != nullptr) {
        cudaGraphDestroy(mGraph);
    }
}

cudaGraph_t Graph::handle(Napi::Env env, char const* method) const {
    if (mGraph == nullptr) {
        throwDestroyed(env, method);
    }
    return mGraph;
}

Napi::Value Graph::nodeCount(Napi::CallbackInfo const& info) {
    size_t count = 0;
    checkCuda(info.Env(), cudaGraphGetNodes(handle(info.Env(), "nodeCount"), nullptr, &count),
              "cudaGraphGetNodes");
    return fromSize(info.Env(), count);
}

Napi::Value Graph::instantiate(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    cudaGraphExec_t executable = nullptr;
    checkCuda(env, cudaGraphInstantiate(&executable, handle(env, "instantiate"), 0), "cudaGraphInstantiate");
    GraphExec::Init init{executable, mLibraries};
    return construct(env, AddonData::of(env).graphExec, init);
}

Napi::Value Graph::destroy(Napi::CallbackInfo const& info) {
    cudaGraph_t const graph = mGraph;
    mGraph = nullptr;
    if (graph != nullptr) {
        checkCuda(info.Env(), cudaGraphDestroy(graph), "cudaGraphDestroy");
        mLibraries.reset();
    }
    return info.Env().Undefined();
}

napi_type_tag const GraphExec::kTYPE_TAG = typeTag(14);

Napi::Function GraphExec::define(Napi::Env env) {
    return DefineClass(
        env, "GraphExec",
        {InstanceMethod<&GraphExec::launch>("launch"), InstanceMethod<&GraphExec::destroy>("destroy")});
}

GraphExec::GraphExec(Napi::CallbackInfo const& info) : ObjectWrap(info) {
    auto& init = takePending<Init>(info);
    mExecutable = init.executable;
    mLibraries = init.libraries;
    info.This().As<Napi::Object>().TypeTag(&kTYPE_TAG);
}

GraphExec::~GraphExec() {
    if (mExecutable != nullptr) {
        cudaGraphExecDestroy(mExecutable);
    }
}

Napi::Value GraphExec::launch(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("launch");
    if (mExecutable == nullptr) {
        throwDestroyed(env, "launch");
    }
    cudaStream_t const stream = toStream(info[0], Where(where, "stream")).handle(env, "launch");
    checkCuda(env, cudaGraphLaunch(mExecutable, stream), "cudaGraphLaunch");
    return env.Undefined();
}

Napi::Value GraphExec::destroy(Napi::CallbackInfo const& info) {
    cudaGraphExec_t const executable = mExecutable;
    mExecutable = nullptr;
    if (executable != nullptr) {
        checkCuda(info.Env(), cudaGraphExecDestroy(executable), "cudaGraphExecDestroy");
        mLibraries.reset();
    }
    return info.Env().Undefined();
}

} // namespace workbook::binding
