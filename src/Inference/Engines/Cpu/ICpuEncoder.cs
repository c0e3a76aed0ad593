using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Turns packed sources into one row for each token. Rows are valid until the next pack. Shapes: N tokens, E width of the outputs.</summary>
internal unsafe interface ICpuEncoder
{
    /// <summary>What the decoder is told of every token, [N, E].</summary>
    Rows Hidden { get; }

    /// <summary>What the attention of a convolutional decoder gives back of every token, [N, E]; <see cref="Hidden"/> itself except behind convolutions.</summary>
    Rows Values { get; }

    /// <summary>Makes room for a pack; called before the crew starts.</summary>
    void Reserve(PackedSources sources);

    /// <summary>Computes the rows of a pack; behind it they are there for all members.</summary>
    void Encode(CrewMember me, PackedSources sources);

    /// <summary>Copies a sentence's last hidden state, [E]: where reading it ended, for both directions where there are two.</summary>
    void CopyLast(PackedSources sources, int sentence, float* last);
}
