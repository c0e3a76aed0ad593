using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>Token embeddings [V, D], scaled or not, plus position embeddings [P, D].</summary>
internal sealed unsafe class Embedding(KernelSet kernels, TokenTable tokens, float scale, FloatBuffer positions, int width)
{
    /// <summary>Those of one side of a Transformer, <c>encoder</c> or <c>decoder</c>.</summary>
    public static Embedding Read(ModelConfig config, WeightReader reader, string side) => new(
        reader.Kernels,
        TokenTable.Read(config, reader, side),
        config.ScaleEmbedding ? MathF.Sqrt(config.Width) : 1,
        Positions.Read(config, reader, $"model.{side}.embed_positions.weight"),
        config.Width);

    /// <summary>Those of one side of convolutions, which never scale.</summary>
    public static Embedding ReadUnscaled(ModelConfig config, WeightReader reader, string side) =>
        Read(config with { ScaleEmbedding = false }, reader, side);

    /// <summary>Every token of some sentences at its place in its sentence, [N, D].</summary>
    public void Write(CrewMember me, SourcePart part, Rows y)
    {
        var sources = part.Sources;
        foreach (var sentence in me.Each(part.Sentences))
        {
            var start = sources.Start(sentence);
            for (var s = 0; s < sources.Length(sentence); s++)
                Write(sources.Token(start + s), s, y[start + s]);
        }
    }

    public void Write(int token, int position, float* y)
    {
        tokens.Copy(token, y);
        kernels.ScaleAdd(y, scale, positions.Start + ((nint)position * width), width, y);
    }
}
