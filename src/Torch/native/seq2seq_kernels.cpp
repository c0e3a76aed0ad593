#include "seq2seq_kernels.h"

#include "border.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <mutex>

// Compiled for several kinds of processor, of which the first that fits is taken when the library is loaded. No products are contracted
// with sums (see the build), so all give the same bits.
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__)
#define S2S_WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define S2S_WIDE
#endif

namespace {

constexpr int64_t Grain = 16384;   // elements that are worth a thread

struct Keys {
    uint32_t first, second;
};

// Mixed once more (SplitMix64, Steele et al., 2014), so that seeds that are alike give keys that are not; the places beyond 2^32 have their own.
Keys keys_of(int64_t seed, int64_t start) {
    uint64_t z = static_cast<uint64_t>(seed) + (static_cast<uint64_t>(start) >> 32) + 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return {static_cast<uint32_t>(z), static_cast<uint32_t>(z >> 32)};
}

// A 32-bit mix with little bias (Wellons, "Prospecting for hash functions", 2018), with a second key in its midst.
inline uint32_t mix(uint32_t place, Keys keys) {
    uint32_t x = place + keys.first;
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= keys.second;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    return x ^ (x >> 16);
}

S2S_WIDE void write_bits(Keys keys, uint32_t place, int64_t count, uint32_t* bits) {
    for (int64_t i = 0; i < count; i++) bits[i] = mix(place + static_cast<uint32_t>(i), keys);
}

S2S_WIDE void drop(Keys keys, uint32_t place, int64_t count, uint32_t threshold, float factor, const float* input, float* output) {
    for (int64_t i = 0; i < count; i++) {
        const float kept = input[i] * factor;
        output[i] = mix(place + static_cast<uint32_t>(i), keys) >= threshold ? kept : 0.0f;
    }
}

at::Tensor dropped(const at::Tensor& given, double probability, int64_t seed) {
    const at::Tensor input = given.contiguous();
    at::Tensor output = at::empty_like(input);
    const auto threshold = static_cast<uint32_t>(probability * 4294967296.0);
    const auto factor = static_cast<float>(1 / (1 - probability));
    const float* from = input.data_ptr<float>();
    float* to = output.data_ptr<float>();
    at::parallel_for(0, input.numel(), Grain, [&](int64_t start, int64_t end) {
        while (start < end) {
            const int64_t next = std::min(end, ((start >> 32) + 1) << 32);   // keys change there
            drop(keys_of(seed, start), static_cast<uint32_t>(start), next - start, threshold, factor, from + start, to + start);
            start = next;
        }
    });
    return output;
}

struct Dropout : torch::autograd::Function<Dropout> {
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input, double probability, int64_t seed) {
        context->saved_data["probability"] = probability;
        context->saved_data["seed"] = seed;
        return dropped(input, probability, seed);
    }

    // Linear in its input, so the gradient is dropped alike.
    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context, torch::autograd::tensor_list gradients) {
        const auto gradient = apply(gradients[0], context->saved_data["probability"].toDouble(), context->saved_data["seed"].toInt());
        return {gradient, at::Tensor(), at::Tensor()};
    }
};

int64_t next_seed() {
    auto generator = at::detail::getDefaultCPUGenerator();
    std::lock_guard<std::mutex> lock(generator.mutex());
    return static_cast<int64_t>(at::check_generator<at::CPUGeneratorImpl>(generator)->random64());
}

struct AdamFactors {
    float keep_mean, take_mean, keep_square, take_square, epsilon, rate, correction, scale;
};

S2S_WIDE void adam(const AdamFactors& f, int64_t count, const float* gradient, float* parameter, float* mean, float* square) {
    for (int64_t i = 0; i < count; i++) {
        const float g = gradient[i] * f.scale;
        const float m = mean[i] * f.keep_mean + g * f.take_mean;
        const float s = square[i] * f.keep_square + g * g * f.take_square;
        mean[i] = m;
        square[i] = s;
        parameter[i] -= f.rate * (m / (std::sqrt(s) / f.correction + f.epsilon));
    }
}

float* values(s2s_tensor handle) {
    const at::Tensor& tensor = as_tensor(handle);
    if (!tensor.device().is_cpu() || tensor.scalar_type() != at::kFloat || !tensor.is_contiguous())
        throw std::invalid_argument("the fused update takes contiguous fp32 tensors on the CPU");
    return tensor.data_ptr<float>();
}

}  // namespace

int32_t s2s_dropout(s2s_tensor input, double probability, s2s_tensor* result) {
    return guarded([&] {
        const at::Tensor& given = as_tensor(input);
        const bool ours = given.device().is_cpu() && given.scalar_type() == at::kFloat && probability > 0 && probability < 1;
        *result = new_handle(ours ? Dropout::apply(given, probability, next_seed()) : at::dropout(given, probability, true));
    });
}

void s2s_dropout_bits(int64_t seed, int64_t start, int64_t count, uint32_t* bits) {
    write_bits(keys_of(seed, start), static_cast<uint32_t>(start), count, bits);
}

int32_t s2s_adam_step(const s2s_tensor* parameters, const s2s_tensor* means, const s2s_tensor* squares, int32_t count, const s2s_adam* settings) {
    return guarded([&] {
        const auto& s = *settings;
        const AdamFactors factors{
            static_cast<float>(s.beta1), static_cast<float>(1 - s.beta1), static_cast<float>(s.beta2), static_cast<float>(1 - s.beta2),
            static_cast<float>(s.epsilon), static_cast<float>(s.rate), static_cast<float>(s.correction), static_cast<float>(s.scale)};
        for (int32_t i = 0; i < count; i++) {
            const at::Tensor& held = as_tensor(parameters[i]).grad();
            if (!held.defined()) continue;
            float *parameter = values(parameters[i]), *mean = values(means[i]), *square = values(squares[i]);
            const at::Tensor gradient = held.contiguous();
            const float* from = gradient.data_ptr<float>();
            at::parallel_for(0, gradient.numel(), Grain, [&](int64_t start, int64_t end) {
                adam(factors, end - start, from + start, parameter + start, mean + start, square + start);
            });
        }
    });
}
