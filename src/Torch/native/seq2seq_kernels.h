// Kernels of our own for training on a CPU, where libtorch's go over memory many times or run in one thread. The rules are those of seq2seq_torch.h.
#pragma once
#include "seq2seq_torch.h"

// Dropout for training: each element is zero with the probability, or divided by what is left of one. Which ones follows from a number that
// the default generator gives and from their place alone, so that the backward pass finds them again and threads change nothing. Tensors
// that are not fp32 on the CPU go to libtorch's dropout.
S2S_API int32_t s2s_dropout(s2s_tensor input, double probability, s2s_tensor* result);

// The bits that decide: 32 for each of count elements, from the number and the place.
S2S_API void s2s_dropout_bits(int64_t seed, int64_t start, int64_t count, uint32_t* bits);

struct s2s_adam {
    double beta1, beta2, epsilon;
    double rate;         // learning rate over the first moment's correction
    double correction;   // root of the second moment's correction
    double scale;        // factor of every gradient: clipping, and what a scaled loss has left
};

// One update of fp32 tensors on the CPU in one pass over memory; parameters without a gradient stay.
S2S_API int32_t s2s_adam_step(const s2s_tensor* parameters, const s2s_tensor* means, const s2s_tensor* squares, int32_t count, const s2s_adam* settings);
