using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Output;

/// <summary>
/// The tokens that one sentence's outputs may consist of, and the output layer's weights of these alone, side by side. It depends on the
/// source and on nothing else, so a sentence's results do not depend on its neighbours; its rows share it.
/// </summary>
/// <param name="tokens">Ascending, so that equal scores still go to the lower id.</param>
/// <param name="weights">Rented from the output layer's product; empty until gathered.</param>
internal sealed class SentenceVocabulary(int[] tokens, MatrixProduct weights)
{
    public int[] Tokens => tokens;

    public MatrixProduct Weights => weights;

    public void Return(BufferShelf shelf) => weights.Return(shelf);
}
