#include "seq2seq_distributed.h"

#include "border.h"

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/utils/lambda_post_hook.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <torch/csrc/distributed/c10d/Types.hpp>

// The build sets these where the headers of Gloo and NCCL are there.
#ifdef SEQ2SEQ_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#endif
#ifdef SEQ2SEQ_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

namespace {

using Store = c10::intrusive_ptr<c10d::Store>;

// Work changed its place between versions of libtorch; what a group gives can be waited for in all of them.
struct Work {
    std::function<void()> wait;
};

// ProcessGroupGloo and ProcessGroupNCCL have had another base in every other version.
struct Group {
    virtual ~Group() = default;
    virtual Work all_reduce(std::vector<at::Tensor> tensors) = 0;
    virtual Work broadcast(std::vector<at::Tensor> tensors, int root) = 0;
    virtual Work barrier() = 0;
};

template <typename Backend>
struct GroupOf final : Group {
    explicit GroupOf(c10::intrusive_ptr<Backend> backend) : backend(std::move(backend)) {}

    Work all_reduce(std::vector<at::Tensor> tensors) override { return pending(backend->allreduce(tensors)); }

    Work broadcast(std::vector<at::Tensor> tensors, int root) override {
        c10d::BroadcastOptions options;
        options.rootRank = root;
        options.rootTensor = 0;
        return pending(backend->broadcast(tensors, options));
    }

    Work barrier() override { return pending(backend->barrier()); }

    template <typename Pointer>
    static Work pending(Pointer work) {
        return {[work] { work->wait(); }};
    }

    c10::intrusive_ptr<Backend> backend;
};

// Newer versions serve a store by libuv unless they are told otherwise; not all are built with it, and older clients do without.
template <typename Options>
auto without_libuv(Options& options, int) -> decltype(options.useLibUV, void()) { options.useLibUV = false; }
template <typename Options>
void without_libuv(Options&, long) {}

std::chrono::milliseconds milliseconds(int64_t count) { return std::chrono::milliseconds(count); }
const Store& as_store(s2s_store store) { return *static_cast<Store*>(store); }
Group& as_group(s2s_group group) { return *static_cast<Group*>(group); }

#ifdef SEQ2SEQ_GLOO
Group* new_gloo(const Store& store, int32_t rank, int32_t size, const std::string& network, const std::string& host, int64_t timeout) {
    using Gloo = c10d::ProcessGroupGloo;
    auto options = Gloo::Options::create(milliseconds(timeout));
    options->threads = 2;
    options->devices.push_back(
        !network.empty() ? Gloo::createDeviceForInterface(network) : !host.empty() ? Gloo::createDeviceForHostname(host) : Gloo::createDefaultDevice());
    return new GroupOf<Gloo>(c10::make_intrusive<Gloo>(store, rank, size, options));
}
#endif

#ifdef SEQ2SEQ_NCCL
Group* new_nccl(const Store& store, int32_t rank, int32_t size, int64_t timeout) {
    using Nccl = c10d::ProcessGroupNCCL;
    auto options = Nccl::Options::create();
    options->timeout = milliseconds(timeout);
    return new GroupOf<Nccl>(c10::make_intrusive<Nccl>(store, rank, size, options));
}
#endif

Group* new_group(
    const Store& store, const std::string& backend, int32_t rank, int32_t size, const std::string& network, const std::string& host, int64_t timeout) {
#ifdef SEQ2SEQ_GLOO
    if (backend == "gloo") return new_gloo(store, rank, size, network, host, timeout);
#endif
#ifdef SEQ2SEQ_NCCL
    if (backend == "nccl") return new_nccl(store, rank, size, timeout);
#endif
    throw std::invalid_argument("the shim was built without " + backend);
}

// An accumulator lives as long as someone holds it, and its hooks with it.
struct Hook {
    decltype(torch::autograd::impl::grad_accumulator(at::Tensor())) accumulator;   // of one kind of pointer or another, by version
    std::shared_ptr<std::atomic<bool>> is_wanted;
};

}  // namespace

int32_t s2s_distributed_has(const char* backend) {
#ifdef SEQ2SEQ_GLOO
    if (std::strcmp(backend, "gloo") == 0) return 1;
#endif
#ifdef SEQ2SEQ_NCCL
    if (std::strcmp(backend, "nccl") == 0) return 1;
#endif
    return 0;
}

int32_t s2s_store_open(const char* host, int32_t port, int32_t is_server, int64_t timeout, s2s_store* result) {
    return guarded([&] {
        c10d::TCPStoreOptions options;
        options.port = static_cast<uint16_t>(port);
        options.isServer = is_server != 0;
        options.waitWorkers = false;
        options.timeout = milliseconds(timeout);
        without_libuv(options, 0);
        *result = new Store(c10::make_intrusive<c10d::TCPStore>(std::string(host), options));
    });
}

void s2s_store_free(s2s_store store) { delete static_cast<Store*>(store); }

int32_t s2s_store_set(s2s_store store, const char* key, const void* value, int64_t bytes) {
    return guarded([&] {
        const auto* first = static_cast<const uint8_t*>(value);
        as_store(store)->set(key, std::vector<uint8_t>(first, first + bytes));
    });
}

int32_t s2s_store_has(s2s_store store, const char* key, int32_t* result) {
    return guarded([&] { *result = as_store(store)->check({key}); });
}

int32_t s2s_store_add(s2s_store store, const char* key, int64_t amount, int64_t* result) {
    return guarded([&] { *result = as_store(store)->add(key, amount); });
}

int32_t s2s_store_get(s2s_store store, const char* key, void* value, int64_t capacity, int64_t* bytes) {
    return guarded([&] {
        const auto found = as_store(store)->get(key);
        *bytes = static_cast<int64_t>(found.size());
        if (!found.empty()) std::memcpy(value, found.data(), std::min(found.size(), static_cast<size_t>(capacity)));
    });
}

int32_t s2s_group_create(
    s2s_store store, const char* prefix, const char* backend, int32_t rank, int32_t size, const char* network, const char* host, int64_t timeout,
    s2s_group* result) {
    return guarded([&] {
        Store own = c10::make_intrusive<c10d::PrefixStore>(prefix, as_store(store));
        *result = new_group(own, backend, rank, size, network, host, timeout);
    });
}

void s2s_group_free(s2s_group group) { delete static_cast<Group*>(group); }

int32_t s2s_group_all_reduce(s2s_group group, s2s_tensor tensor, s2s_work* result) {
    return guarded([&] { *result = new Work(as_group(group).all_reduce({as_tensor(tensor)})); });
}

int32_t s2s_group_broadcast(s2s_group group, s2s_tensor tensor, int32_t root, s2s_work* result) {
    return guarded([&] { *result = new Work(as_group(group).broadcast({as_tensor(tensor)}, root)); });
}

int32_t s2s_group_barrier(s2s_group group, s2s_work* result) {
    return guarded([&] { *result = new Work(as_group(group).barrier()); });
}

int32_t s2s_work_wait(s2s_work work) {
    return guarded([&] { static_cast<Work*>(work)->wait(); });
}

void s2s_work_free(s2s_work work) { delete static_cast<Work*>(work); }

int32_t s2s_tensor_on_grad(s2s_tensor tensor, void (*hook)(int64_t context), int64_t context, s2s_hook* result) {
    return guarded([&] {
        using torch::autograd::variable_list;
        auto accumulator = torch::autograd::impl::grad_accumulator(as_tensor(tensor));
        if (!accumulator) throw std::invalid_argument("only a leaf that requires a gradient has one to wait for");
        auto is_wanted = std::make_shared<std::atomic<bool>>(true);
        accumulator->add_post_hook(std::make_unique<torch::autograd::utils::LambdaPostHook>(
            [hook, context, is_wanted](const variable_list& outputs, const variable_list&) {
                if (*is_wanted) hook(context);
                return outputs;
            }));
        *result = new Hook{std::move(accumulator), std::move(is_wanted)};
    });
}

void s2s_hook_free(s2s_hook hook) {
    auto* registered = static_cast<Hook*>(hook);
    *registered->is_wanted = false;
    delete registered;
}
