// What every source of the shim needs to stand at its border: handles, and exceptions that become a status and a message.
#pragma once
#include "seq2seq_torch.h"

#include <ATen/ATen.h>

#include <new>
#include <string>

inline std::string& last_error() {
    thread_local std::string message;
    return message;
}

inline int32_t fail(s2s_status status, const char* message) {
    last_error() = message;
    return status;
}

template <typename Body>
int32_t guarded(Body&& body) {
    try {
        body();
        return S2S_OK;
    } catch (const c10::IndexError& e) {
        return fail(S2S_INDEX, e.what_without_backtrace());
    } catch (const c10::ValueError& e) {
        return fail(S2S_VALUE, e.what_without_backtrace());
    } catch (const c10::TypeError& e) {
        return fail(S2S_TYPE, e.what_without_backtrace());
    } catch (const c10::NotImplementedError& e) {
        return fail(S2S_UNSUPPORTED, e.what_without_backtrace());
    } catch (const c10::Error& e) {
        std::string message = e.what_without_backtrace();
        return fail(message.find("allocate") != std::string::npos ? S2S_MEMORY : S2S_ERROR, message.c_str());
    } catch (const std::bad_alloc&) {
        return fail(S2S_MEMORY, "out of memory");
    } catch (const std::exception& e) {
        return fail(S2S_ERROR, e.what());
    } catch (...) {
        return fail(S2S_ERROR, "an error of unknown type");
    }
}

inline const at::Tensor& as_tensor(const void* handle) { return *static_cast<const at::Tensor*>(handle); }
inline at::Tensor& as_tensor(s2s_tensor handle) { return *static_cast<at::Tensor*>(handle); }
inline s2s_tensor new_handle(at::Tensor tensor) { return new at::Tensor(std::move(tensor)); }
