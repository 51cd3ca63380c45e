//! The functions that kernels call to wait for each other. Outside a kernel they do nothing.
#include "workbook/barriers.h"
#include "worker.h"

using namespace workbook::emulator;

extern "C" bool workbookNextThread() { return currentWorker->threadReturned(); }

extern "C" std::uint64_t workbook::emulator::workbookWarp(WarpOperation operation, unsigned int mask,
                                                          std::uint64_t value, int source) {
    return currentWorker ? currentWorker->meetWarp(operation, mask, value, source) : value;
}

extern "C" unsigned int workbook::emulator::workbookActiveMask(void const* place) {
    return currentWorker ? currentWorker->activeMask(place) : 1;
}

extern "C" void __syncthreads() {
    if (currentWorker)
        currentWorker->waitForBlock();
}

extern "C" int __syncthreads_count(int predicate) {
    return currentWorker ? currentWorker->waitAndCount(predicate != 0) : 0;
}

extern "C" int __syncthreads_or(int predicate) { return __syncthreads_count(predicate) != 0; }

extern "C" int __syncthreads_and(int predicate) { return __syncthreads_count(predicate == 0) == 0; }

extern "C" void __trap() {
    if (currentWorker)
        currentWorker->abandon(cudaErrorLaunchFailure);
    __builtin_trap();
}
