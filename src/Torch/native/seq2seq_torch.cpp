#include "border.h"

#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/InferenceMode.h>
#include <torch/cuda.h>
#include <torch/torch.h>
#include <torch/version.h>

namespace {

c10::Device as_device(const s2s_value& v) {
    return c10::Device(static_cast<c10::DeviceType>(v.integer), static_cast<c10::DeviceIndex>(v.count));
}

// An operator that asks for a real number does not take an integer; a list of one kind may stand for another.
c10::IValue to_ivalue(const s2s_value& v, const c10::Type& type) {
    const c10::Type& wanted = type.kind() == c10::TypeKind::OptionalType ? *type.containedTypes()[0] : type;
    switch (v.kind) {
        case S2S_NONE: return c10::IValue();
        case S2S_TENSOR: return as_tensor(v.data);
        case S2S_INT:
            if (wanted.kind() == c10::TypeKind::FloatType) return static_cast<double>(v.integer);
            if (wanted.kind() == c10::TypeKind::ListType) return c10::List<int64_t>({v.integer});
            return v.integer;
        case S2S_DOUBLE: return v.real;
        case S2S_BOOL: return v.integer != 0;
        case S2S_INTS: {
            const auto* values = static_cast<const int64_t*>(v.data);
            return c10::List<int64_t>(at::IntArrayRef(values, v.count));
        }
        case S2S_DOUBLES: {
            const auto* values = static_cast<const double*>(v.data);
            return c10::List<double>(at::ArrayRef<double>(values, v.count));
        }
        case S2S_TENSORS: {
            const auto* handles = static_cast<const s2s_tensor*>(v.data);
            const auto& element = *wanted.containedTypes()[0];
            if (element.kind() == c10::TypeKind::OptionalType) {
                c10::List<c10::optional<at::Tensor>> list;
                for (int32_t i = 0; i < v.count; i++)
                    list.push_back(handles[i] ? c10::optional<at::Tensor>(as_tensor(handles[i])) : c10::optional<at::Tensor>());
                return list;
            }
            c10::List<at::Tensor> list;
            for (int32_t i = 0; i < v.count; i++) list.push_back(as_tensor(handles[i]));
            return list;
        }
        case S2S_STRING: return std::string(static_cast<const char*>(v.data));
        case S2S_DEVICE: return as_device(v);
        default: throw std::invalid_argument("unknown kind of argument");
    }
}

void put(s2s_value* results, int32_t capacity, int32_t& produced, const c10::IValue& value) {
    if (value.isTensorList()) {
        for (const at::Tensor& tensor : value.toTensorList()) put(results, capacity, produced, tensor);
        return;
    }
    if (produced >= capacity) throw std::length_error("more results than places for them");
    s2s_value& result = results[produced];
    result = {};
    if (value.isTensor()) {
        result.kind = S2S_TENSOR;
        result.data = value.toTensor().defined() ? new_handle(value.toTensor()) : nullptr;
    } else if (value.isInt()) {
        result.kind = S2S_INT;
        result.integer = value.toInt();
    } else if (value.isDouble()) {
        result.kind = S2S_DOUBLE;
        result.real = value.toDouble();
    } else if (value.isBool()) {
        result.kind = S2S_BOOL;
        result.integer = value.toBool();
    } else {
        throw std::invalid_argument("a result of a kind that the binding does not carry");
    }
    produced++;
}

}  // namespace

const char* s2s_last_error() { return last_error().c_str(); }
const char* s2s_version() { return TORCH_VERSION; }

int32_t s2s_op_find(const char* name, const char* overload, s2s_op* result) {
    return guarded([&] {
        auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
        *result = new c10::OperatorHandle(handle);
    });
}

int32_t s2s_op_call(s2s_op op, const s2s_value* arguments, int32_t count, s2s_value* results, int32_t capacity, int32_t* produced) {
    *produced = 0;
    int32_t status = guarded([&] {
        const auto& handle = *static_cast<const c10::OperatorHandle*>(op);
        const auto& schema = handle.schema().arguments();
        if (static_cast<size_t>(count) > schema.size()) throw std::length_error("more arguments than the operator takes");
        torch::jit::Stack stack;
        stack.reserve(schema.size());
        for (size_t i = 0; i < schema.size(); i++) {
            if (i < static_cast<size_t>(count)) {
                stack.push_back(to_ivalue(arguments[i], *schema[i].type()));
            } else if (schema[i].default_value()) {
                stack.push_back(*schema[i].default_value());
            } else {
                throw std::invalid_argument("the argument '" + schema[i].name() + "' is missing");
            }
        }
        handle.callBoxed(stack);
        for (const auto& value : stack) put(results, capacity, *produced, value);
    });
    if (status != S2S_OK) {
        for (int32_t i = 0; i < *produced; i++)
            if (results[i].kind == S2S_TENSOR) s2s_tensor_free(const_cast<void*>(results[i].data));
        *produced = 0;
    }
    return status;
}

int32_t s2s_tensor_copy_from(const void* data, int64_t bytes, const int64_t* shape, int32_t dimensions, int32_t scalar_type, s2s_tensor* result) {
    return guarded([&] {
        at::Tensor tensor = at::empty(at::IntArrayRef(shape, dimensions), static_cast<at::ScalarType>(scalar_type));
        if (static_cast<int64_t>(tensor.nbytes()) != bytes) throw std::invalid_argument("the number of values does not fit the shape");
        if (bytes > 0) std::memcpy(tensor.data_ptr(), data, static_cast<size_t>(bytes));
        *result = new_handle(std::move(tensor));
    });
}

void s2s_tensor_free(s2s_tensor tensor) { delete static_cast<at::Tensor*>(tensor); }

int32_t s2s_tensor_alias(s2s_tensor tensor, s2s_tensor* result) {
    return guarded([&] { *result = new_handle(as_tensor(tensor)); });
}

int64_t s2s_tensor_dimensions(s2s_tensor tensor) { return as_tensor(tensor).dim(); }
int64_t s2s_tensor_size(s2s_tensor tensor, int64_t dimension) { return as_tensor(tensor).sizes()[static_cast<size_t>(dimension)]; }
int32_t s2s_tensor_scalar_type(s2s_tensor tensor) { return static_cast<int32_t>(as_tensor(tensor).scalar_type()); }

int32_t s2s_tensor_device(s2s_tensor tensor, int32_t* index) {
    const auto device = as_tensor(tensor).device();
    *index = device.index();
    return static_cast<int32_t>(device.type());
}

int32_t s2s_tensor_is_contiguous(s2s_tensor tensor) { return as_tensor(tensor).is_contiguous(); }

int32_t s2s_tensor_data(s2s_tensor tensor, void** data) {
    return guarded([&] { *data = as_tensor(tensor).data_ptr(); });
}

int32_t s2s_tensor_requires_grad(s2s_tensor tensor) { return as_tensor(tensor).requires_grad(); }

int32_t s2s_tensor_set_requires_grad(s2s_tensor tensor, int32_t requires_grad) {
    return guarded([&] { as_tensor(tensor).set_requires_grad(requires_grad != 0); });
}

int32_t s2s_tensor_grad(s2s_tensor tensor, s2s_tensor* result) {
    return guarded([&] {
        const at::Tensor& grad = as_tensor(tensor).grad();
        *result = grad.defined() ? new_handle(grad) : nullptr;
    });
}

int32_t s2s_tensor_clear_grad(s2s_tensor tensor) {
    return guarded([&] { as_tensor(tensor).mutable_grad() = at::Tensor(); });
}

int32_t s2s_tensor_set_data(s2s_tensor tensor, s2s_tensor data) {
    return guarded([&] { as_tensor(tensor).set_data(as_tensor(data)); });
}

int32_t s2s_tensor_backward(s2s_tensor tensor) {
    return guarded([&] { as_tensor(tensor).backward(); });
}

int32_t s2s_grad_enabled() { return at::GradMode::is_enabled(); }
void s2s_set_grad_enabled(int32_t enabled) { at::GradMode::set_enabled(enabled != 0); }

int32_t s2s_inference_mode_enter(void** guard) {
    return guarded([&] { *guard = new c10::InferenceMode(true); });
}

void s2s_inference_mode_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

int32_t s2s_manual_seed(int64_t seed) {
    return guarded([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

int32_t s2s_set_num_threads(int32_t threads) {
    return guarded([&] { at::set_num_threads(threads); });
}

int32_t s2s_get_num_threads() { return at::get_num_threads(); }

int32_t s2s_cuda_is_available() { return torch::cuda::is_available(); }
