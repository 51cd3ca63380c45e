//! How a `__global__` function becomes something that can be launched.
//!
//! The rewriter keeps the function's declaration and puts its body into a lambda:
//!
//!     void scale(float* workbookArgument0, int workbookArgument1) {
//!         static ::workbook::emulator::KernelInfo workbookKernel{__PRETTY_FUNCTION__, 0};
//!         ::workbook::emulator::enterKernel(workbookKernel,
//!             [](::workbook::emulator::Indices const& workbookIndices, float* y, int n) {
//!                 auto const threadIdx = workbookIndices.thread; … { the author's body }
//!             },
//!                                           workbookArgument0, workbookArgument1);
//!     }
//!
//! and a launch becomes `(::workbook::emulator::workbookPushLaunch(grid, block, bytes, stream) ? (void)0 :
//! scale(y, n))`. So C++ itself does overload resolution, template deduction, default arguments and
//! conversions, and the kernel's address is an ordinary one.
#pragma once
#include "../cuda_runtime_api.h"
#include "indices.h"
#include <cstdint>
#include <tuple>
#include <utility>

namespace workbook::emulator {

//! One kernel instantiation; lives as long as its library. Attributes are set by cudaFuncSetAttribute().
struct KernelInfo {
    char const* prettyName; //!< the compiler's __PRETTY_FUNCTION__
    int launchBound;        //!< threads a block by __launch_bounds__, or 0
    int maxDynamicSharedBytes = 48 * 1024;
    int staticSharedBytes = 0; //!< known once a block has run
    void (*runThreads)(void const* arguments) =
        nullptr;                //!< runs threads of the current block until none is left
    char const* name = nullptr; //!< without return type and parameters; made on first use by the runtime
    constexpr KernelInfo(char const* pretty, int bound) : prettyName(pretty), launchBound(bound) {}
};

//! What a launch asks for, on its way from `<<<>>>` or cudaLaunchKernel() to the kernel's function.
struct LaunchRequest {
    dim3 grid, block;
    std::size_t sharedBytes;
    cudaStream_t stream;
    void** arguments; //!< cudaLaunchKernel's: one pointer a parameter; null after `<<<>>>`, where they were
                      //!< passed as such
};

extern "C" {
//! Notes a launch configuration for the kernel function that is called next on this thread. \return 0
int workbookPushLaunch(dim3 grid, dim3 block, std::size_t sharedBytes = 0, cudaStream_t stream = nullptr);
//! \return false if this call is no launch (a query for the KernelInfo, or no configuration was pushed).
bool workbookTakeLaunch(KernelInfo* kernel, LaunchRequest* request);
//! Checks the request against the device's limits, then runs the kernel. Errors go to cudaGetLastError().
//! \param arguments the packed parameters, `argumentBytes` of them, handed on to kernel->runThreads
void workbookRunLaunch(KernelInfo* kernel, LaunchRequest const* request, void const* arguments,
                       std::size_t argumentBytes);
//! The next thread of this block, once one of its threads has waited. \return false when the block is done.
bool workbookNextThread();
//! Not null once a thread of the current block has waited for others.
extern __thread void* workbookSuspendedBlock __attribute__((tls_model("initial-exec")));
}

//! What the rewriter puts in the place of inline PTX: a call that does not compile.
void inlinePtx()
    __attribute__((error("inline PTX (asm) cannot run on a CPU: use the intrinsic, or compile with nvcc")));

//! A kernel's body and its parameters, as they travel to the workers.
template <class Body, class... P> struct PackedCall {
    Body body;
    std::tuple<P...> arguments;
};

//! The built-in variables as a kernel's body sees them: copies of its own, which the compiler can keep in
//! registers.
struct Indices {
    uint3 thread, block;
    dim3 blockExtent, gridExtent;
};

//! All threads of a block as one loop, as long as none waits; the runtime gives the rest of the block to
//! another fibre when one does (so the loop goes on elsewhere, with the thread that is next then).
template <class Body, class... P, std::size_t... I>
inline void runThreads(PackedCall<Body, P...> const call, std::index_sequence<I...>) {
    Indices indices{threadIdx, blockIdx, blockDim, gridDim};
    for (;;) {
        call.body(indices, static_cast<P>(std::get<I>(call.arguments))...);
        if (__builtin_expect(workbookSuspendedBlock != nullptr, 0)) {
            if (!workbookNextThread())
                return;
            indices.thread = threadIdx;
        } else if (++indices.thread.x < indices.blockExtent.x) {
            threadIdx.x = indices.thread.x;
        } else {
            indices.thread.x = 0;
            if (++indices.thread.y == indices.blockExtent.y) {
                indices.thread.y = 0;
                if (++indices.thread.z == indices.blockExtent.z)
                    return;
            }
            threadIdx = indices.thread;
        }
    }
}

template <class Body, class... P> void runPackedThreads(void const* call) {
    runThreads(*static_cast<PackedCall<Body, P...> const*>(call), std::index_sequence_for<P...>{});
}

template <class... P, std::size_t... I> std::tuple<P...> unpack(void** arguments, std::index_sequence<I...>) {
    (void)arguments;
    return std::tuple<P...>(*static_cast<std::remove_reference_t<P>*>(arguments[I])...);
}

template <class Body, class... P, class... A>
void enter(KernelInfo& kernel, Body body, void (*)(Indices const&, P...), A&... arguments) {
    LaunchRequest request;
    kernel.runThreads = &runPackedThreads<Body, P...>;
    if (!workbookTakeLaunch(&kernel, &request))
        return;
    PackedCall<Body, P...> const call{
        body, request.arguments ? unpack<P...>(request.arguments, std::index_sequence_for<P...>{})
                                : std::tuple<P...>(arguments...)};
    workbookRunLaunch(&kernel, &request, &call, sizeof call);
}

//! \param body a lambda without captures, with the kernel's own parameters
template <class Body, class... A> void enterKernel(KernelInfo& kernel, Body body, A&... arguments) {
    enter(kernel, body, +body, arguments...);
}

} // namespace workbook::emulator
