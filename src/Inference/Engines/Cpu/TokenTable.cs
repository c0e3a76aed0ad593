using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Token embeddings of one side, <c>encoder</c> or <c>decoder</c>, [V, D], in fp32 or in 8 bits with a scale for each token.</summary>
internal sealed unsafe class TokenTable
{
    private readonly float[] _values = [];
    private readonly QuantizedTensor? _quantized;
    private readonly int _width;

    public TokenTable(float[] values, int width) => (_values, _width) = (values, width);

    public TokenTable(QuantizedTensor quantized) => (_quantized, _width) = (quantized, (int)quantized.Shape[1]);

    public static TokenTable Read(ModelConfig config, WeightReader reader, string side) =>
        reader.Tokens(Name(config, side), config.VocabularySize, config.Width);

    public static string Name(ModelConfig config, string side) => config.SharedEmbeddings ? "model.shared.weight" : $"model.{side}.embed_tokens.weight";

    /// <summary>The embedding of <paramref name="token"/>, [D].</summary>
    public void Copy(int token, float* embedding)
    {
        if (_quantized is null)
        {
            _values.AsSpan(token * _width, _width).CopyTo(new Span<float>(embedding, _width));
            return;
        }

        var values = _quantized.Values.AsSpan(token * _width, _width);
        var scale = _quantized.Scales[token];
        for (var i = 0; i < values.Length; i++)
            embedding[i] = values[i] * scale;
    }
}
