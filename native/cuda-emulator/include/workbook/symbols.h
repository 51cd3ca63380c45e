//! cudaMemcpyToSymbol() and its kin: `__device__` and `__constant__` variables by name.
#pragma once
#include "../cuda_runtime_api.h"

extern "C" {
//! Makes a variable known as device memory.
cudaError_t workbookSymbol(void const* symbol, std::size_t bytes);
//! Checks that a copy stays inside a variable.
cudaError_t workbookSymbolRange(std::size_t symbolBytes, std::size_t bytes, std::size_t offset);
}

template <class T> inline cudaError_t cudaGetSymbolAddress(void** address, T const& symbol) {
    *address = const_cast<void*>(static_cast<void const volatile*>(&symbol));
    return workbookSymbol(*address, sizeof symbol);
}

template <class T> inline cudaError_t cudaGetSymbolSize(std::size_t* bytes, T const& symbol) {
    *bytes = sizeof symbol;
    return cudaSuccess;
}

template <class T>
inline cudaError_t cudaMemcpyToSymbolAsync(T const& symbol, void const* source, std::size_t bytes,
                                           std::size_t offset, cudaMemcpyKind kind,
                                           cudaStream_t stream = nullptr) {
    void* address = nullptr;
    if (cudaError_t error = cudaGetSymbolAddress(&address, symbol))
        return error;
    if (cudaError_t error = workbookSymbolRange(sizeof symbol, bytes, offset))
        return error;
    return cudaMemcpyAsync(static_cast<char*>(address) + offset, source, bytes, kind, stream);
}

template <class T>
inline cudaError_t cudaMemcpyToSymbol(T const& symbol, void const* source, std::size_t bytes,
                                      std::size_t offset = 0, cudaMemcpyKind kind = cudaMemcpyHostToDevice) {
    return cudaMemcpyToSymbolAsync(symbol, source, bytes, offset, kind);
}

template <class T>
inline cudaError_t cudaMemcpyFromSymbolAsync(void* target, T const& symbol, std::size_t bytes,
                                             std::size_t offset, cudaMemcpyKind kind,
                                             cudaStream_t stream = nullptr) {
    void* address = nullptr;
    if (cudaError_t error = cudaGetSymbolAddress(&address, symbol))
        return error;
    if (cudaError_t error = workbookSymbolRange(sizeof symbol, bytes, offset))
        return error;
    return cudaMemcpyAsync(target, static_cast<char const*>(address) + offset, bytes, kind, stream);
}

template <class T>
inline cudaError_t cudaMemcpyFromSymbol(void* target, T const& symbol, std::size_t bytes,
                                        std::size_t offset = 0,
                                        cudaMemcpyKind kind = cudaMemcpyDeviceToHost) {
    return cudaMemcpyFromSymbolAsync(target, symbol, bytes, offset, kind);
}
