// The C border of c10d: a store that processes meet at, groups of processes, and hooks that say when a gradient is there.
// The rules are those of seq2seq_torch.h. Times are in milliseconds.
#pragma once
#include "seq2seq_torch.h"

typedef void* s2s_store;  // a c10d::TCPStore, released by s2s_store_free
typedef void* s2s_group;  // a c10d process group over Gloo or NCCL, released by s2s_group_free
typedef void* s2s_work;   // an operation of a group that is under way, released by s2s_work_free
typedef void* s2s_hook;   // a hook on a parameter, released by s2s_hook_free

// 1 where this libtorch was built with the backend ("gloo", "nccl") and its headers were there when the shim was built.
S2S_API int32_t s2s_distributed_has(const char* backend);

// The server is the first process; the others connect, and try again until the timeout.
S2S_API int32_t s2s_store_open(const char* host, int32_t port, int32_t is_server, int64_t timeout, s2s_store* result);
S2S_API void s2s_store_free(s2s_store store);
S2S_API int32_t s2s_store_set(s2s_store store, const char* key, const void* value, int64_t bytes);
S2S_API int32_t s2s_store_has(s2s_store store, const char* key, int32_t* result);
// Adds to a number that begins at 0, and gives the sum; adding 0 reads it.
S2S_API int32_t s2s_store_add(s2s_store store, const char* key, int64_t amount, int64_t* result);
// Copies at most capacity bytes, and gives the length of the whole value.
S2S_API int32_t s2s_store_get(s2s_store store, const char* key, void* value, int64_t capacity, int64_t* bytes);

// Returns when all processes have come; they meet below prefix, which no group before them has used in this store. network is the interface that Gloo listens at, host its address; where both are empty, this machine's name decides.
S2S_API int32_t s2s_group_create(
    s2s_store store, const char* prefix, const char* backend, int32_t rank, int32_t size, const char* network, const char* host, int64_t timeout,
    s2s_group* result);
S2S_API void s2s_group_free(s2s_group group);
// Sums the tensor over all processes, in place. The tensor must stay untouched until s2s_work_wait.
S2S_API int32_t s2s_group_all_reduce(s2s_group group, s2s_tensor tensor, s2s_work* result);
S2S_API int32_t s2s_group_broadcast(s2s_group group, s2s_tensor tensor, int32_t root, s2s_work* result);
S2S_API int32_t s2s_group_barrier(s2s_group group, s2s_work* result);
S2S_API int32_t s2s_work_wait(s2s_work work);
S2S_API void s2s_work_free(s2s_work work);

// Calls hook(context), which must not throw, each time a backward pass has written the gradient of a leaf; on the thread that wrote it.
S2S_API int32_t s2s_tensor_on_grad(s2s_tensor tensor, void (*hook)(int64_t context), int64_t context, s2s_hook* result);
S2S_API void s2s_hook_free(s2s_hook hook);
