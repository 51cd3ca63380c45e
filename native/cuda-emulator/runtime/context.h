//! What the process's one CUDA context shares: the mutex that every call takes, and the sticky error.
#pragma once
#include "cuda_runtime_api.h"
#include <mutex>
#include <new>

namespace workbook::emulator {

struct Context {
    std::recursive_mutex mutex;        //!< held by every call, and by a launch until its kernel has ended
    cudaError_t sticky = cudaSuccess;  //!< once set, every call returns it until cudaDeviceReset()
    cudaError_t pending = cudaSuccess; //!< a kernel's fault that no call has noticed yet
    bool forked = false; //!< this process is a fork of the one that initialised: unusable, as on a device
};

//! The context; made on first use and never destroyed (libraries may call while the process exits).
Context& context();

//! This thread's last error, as cudaGetLastError() returns it.
cudaError_t& lastError();

//! Keeps an error for cudaGetLastError(). \return its argument
cudaError_t remember(cudaError_t error);

//! Whether this CPU has the instructions that .cu files are compiled to (x86-64-v3: AVX2, FMA, F16C, BMI).
//! Says so on standard error when the library is loaded if it does not.
bool cpuIsUsable();

//! Makes a pending fault sticky. \return the sticky error, or error 3 in a forked child, error 100 on a CPU
//! that lacks instructions, or cudaSuccess.
cudaError_t contextError();

//! One call of the API: takes the mutex, returns a sticky error if there is one, else what `body` returns.
template <class Body> cudaError_t apiCall(Body body) {
    std::lock_guard<std::recursive_mutex> lock(context().mutex);
    if (cudaError_t error = contextError())
        return remember(error);
    try {
        return remember(body());
    } catch (std::bad_alloc const&) {
        return remember(cudaErrorMemoryAllocation);
    }
}

} // namespace workbook::emulator
