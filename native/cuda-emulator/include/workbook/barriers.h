//! Barriers of a block and memory fences.
#pragma once
#include "kernel.h"

extern "C" {
//! Waits for all threads of the block that have not returned.
void __syncthreads();
//! Barrier that also tells in how many / in all / in any of the threads `predicate` is not zero.
int __syncthreads_count(int predicate);
int __syncthreads_and(int predicate);
int __syncthreads_or(int predicate);
//! Ends the kernel with cudaErrorLaunchFailure.
void __trap() __attribute__((noreturn));
}

inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_block() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_system() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
