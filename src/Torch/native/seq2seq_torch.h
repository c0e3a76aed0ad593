// The C border of the binding: 32- and 64-bit integers, doubles and pointers only. Every call that can fail returns a
// status (0 is success); the message of the calling thread's last failure is read with s2s_last_error. No exception crosses.
#pragma once
#include <stdint.h>

#define S2S_API extern "C" __attribute__((visibility("default")))

typedef void* s2s_tensor;  // a heap-allocated at::Tensor, owned by the caller, released by s2s_tensor_free
typedef void* s2s_op;      // an operator of the dispatcher, found once, never released

enum s2s_status : int32_t { S2S_OK = 0, S2S_ERROR = 1, S2S_INDEX = 2, S2S_VALUE = 3, S2S_TYPE = 4, S2S_UNSUPPORTED = 5, S2S_MEMORY = 6 };

// The kinds of an operator's arguments and results.
enum s2s_kind : int32_t { S2S_NONE = 0, S2S_TENSOR = 1, S2S_INT = 2, S2S_DOUBLE = 3, S2S_BOOL = 4, S2S_INTS = 5, S2S_TENSORS = 6, S2S_STRING = 7, S2S_DEVICE = 8, S2S_DOUBLES = 9 };

struct s2s_value {
    int32_t kind;
    int32_t count;      // elements of a list; device index of a device
    int64_t integer;    // int, bool, device type
    double real;
    const void* data;   // tensor handle, int64_t[], s2s_tensor[], double[] or a NUL-terminated string
};

S2S_API const char* s2s_last_error();
S2S_API const char* s2s_version();

S2S_API int32_t s2s_op_find(const char* name, const char* overload, s2s_op* result);
// Arguments that are left out take the schema's defaults. Tensor results are new handles; a list of tensors fills several places.
S2S_API int32_t s2s_op_call(s2s_op op, const s2s_value* arguments, int32_t count, s2s_value* results, int32_t capacity, int32_t* produced);

// Copies the values into a new contiguous tensor on the CPU.
S2S_API int32_t s2s_tensor_copy_from(const void* data, int64_t bytes, const int64_t* shape, int32_t dimensions, int32_t scalar_type, s2s_tensor* result);
S2S_API void s2s_tensor_free(s2s_tensor tensor);
S2S_API int32_t s2s_tensor_alias(s2s_tensor tensor, s2s_tensor* result);
S2S_API int64_t s2s_tensor_dimensions(s2s_tensor tensor);
S2S_API int64_t s2s_tensor_size(s2s_tensor tensor, int64_t dimension);
S2S_API int32_t s2s_tensor_scalar_type(s2s_tensor tensor);
S2S_API int32_t s2s_tensor_device(s2s_tensor tensor, int32_t* index);
S2S_API int32_t s2s_tensor_is_contiguous(s2s_tensor tensor);
S2S_API int32_t s2s_tensor_data(s2s_tensor tensor, void** data);
S2S_API int32_t s2s_tensor_requires_grad(s2s_tensor tensor);
S2S_API int32_t s2s_tensor_set_requires_grad(s2s_tensor tensor, int32_t requires_grad);
// A null handle where there is no gradient yet.
S2S_API int32_t s2s_tensor_grad(s2s_tensor tensor, s2s_tensor* result);
S2S_API int32_t s2s_tensor_clear_grad(s2s_tensor tensor);
S2S_API int32_t s2s_tensor_set_data(s2s_tensor tensor, s2s_tensor data);
S2S_API int32_t s2s_tensor_backward(s2s_tensor tensor);

S2S_API int32_t s2s_grad_enabled();
S2S_API void s2s_set_grad_enabled(int32_t enabled);
S2S_API int32_t s2s_inference_mode_enter(void** guard);
S2S_API void s2s_inference_mode_leave(void* guard);
S2S_API int32_t s2s_manual_seed(int64_t seed);
S2S_API int32_t s2s_set_num_threads(int32_t threads);
S2S_API int32_t s2s_get_num_threads();
S2S_API int32_t s2s_cuda_is_available();
