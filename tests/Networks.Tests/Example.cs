using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Tests;

/// <summary>A small network of a random shape, and random sentences for it. A seed always gives the same ones.</summary>
internal sealed class Example : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Random _random;

    private Example(string family, int seed)
    {
        _random = new Random(seed);
        set_num_threads(1);
        manual_seed(seed);
        Config = family == ModelConfig.Gru ? RandomGru() : RandomTransformer();
        Network = NetworkFactory.Create(Config);
        Network.eval();
        ScatterWeights();
    }

    public ModelConfig Config { get; }

    public Seq2SeqNetwork Network { get; }

    /// <summary>Both families, each in several shapes.</summary>
    public static TheoryData<string, int> Shapes => [.. from family in new[] { ModelConfig.Marian, ModelConfig.Gru } from seed in Enumerable.Range(1, 6) select (family, seed)];

    public static Example Of(string family, int seed) => new(family, seed);

    public void Dispose()
    {
        Network.Dispose();
        _scope.Dispose();
    }

    /// <summary>Sentences of 1 to <paramref name="longest"/> tokens, none of them padding.</summary>
    public long[][] Sentences(int count, int longest) =>
        [.. Enumerable.Range(0, count).Select(_ => Sentence(_random.Next(1, longest + 1)))];

    public long[] Sentence(int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (long)_random.Next(Config.VocabularySize - 1))];

    public int Next(int below) => _random.Next(below);

    /// <summary>Encodes sentences as one batch, with <paramref name="extra"/> columns of padding beyond the longest.</summary>
    public EncodedSource Encode(long[][] sentences, int extra = 0) =>
        Network.Encode(Padded(sentences, extra), [.. sentences.Select(sentence => (long)sentence.Length)]);

    /// <summary>Rows of ids with padding behind [B,S].</summary>
    public Tensor Padded(long[][] sentences, int extra = 0)
    {
        var width = sentences.Max(sentence => sentence.Length) + extra;
        var ids = new long[sentences.Length, width];
        for (var row = 0; row < sentences.Length; row++)
        {
            for (var i = 0; i < width; i++)
                ids[row, i] = i < sentences[row].Length ? sentences[row][i] : Config.PadId;
        }

        return tensor(ids);
    }

    /// <summary>The start token and all tokens but the last: what the decoder reads.</summary>
    public long[][] Shifted(long[][] targets) => [.. targets.Select(target => (long[])[Config.DecoderStartId, .. target[..^1]])];

    /// <summary>Scores after each token, decoder inputs given at once [B,T,V].</summary>
    public Tensor TeacherForced(EncodedSource encoded, Tensor inputs)
    {
        var hidden = Network.Decode(encoded, inputs);
        return Network.Project(hidden.view(-1, Config.Width)).view(inputs.shape[0], inputs.shape[1], Config.VocabularySize);
    }

    private ModelConfig RandomGru()
    {
        var vocabulary = _random.Next(11, 30);
        return Common(ModelConfig.Gru, vocabulary, _random.Next(3, 14)) with
        {
            HiddenSize = _random.Next(3, 17),
            BidirectionalEncoder = _random.Next(3) > 0,
        };
    }

    private ModelConfig RandomTransformer()
    {
        var heads = _random.Next(1, 4);
        return Common(ModelConfig.Marian, _random.Next(11, 30), heads * 2 * _random.Next(1, 5)) with
        {
            EncoderHeads = heads,
            DecoderHeads = heads,
            EncoderFeedForward = _random.Next(5, 20),
            DecoderFeedForward = _random.Next(5, 20),
            Activation = new[] { "relu", "gelu", "swish" }[_random.Next(3)],
            NormalizeBefore = _random.Next(2) == 0,
            ScaleEmbedding = _random.Next(2) == 0,
            MaxPositions = 64,
        };
    }

    private ModelConfig Common(string family, int vocabulary, int width) => new()
    {
        ModelType = family,
        VocabularySize = vocabulary,
        Width = width,
        EncoderLayers = _random.Next(1, 4),
        DecoderLayers = _random.Next(1, 4),
        SharedEmbeddings = _random.Next(2) == 0,
        TiedOutput = _random.Next(2) == 0,
        PadId = vocabulary - 1,
        DecoderStartId = vocabulary - 1,
        Dropout = 0.3,
    };

    /// <summary>Fresh networks have zero biases and a zero padding row; here nothing is zero, so that nothing goes unnoticed.</summary>
    private void ScatterWeights()
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in Network.named_parameters())
            parameter.add_(nn.init.normal_(zeros(parameter.shape), 0, 0.2));
    }
}
