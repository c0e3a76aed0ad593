using Seq2SeqService.Core.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Tests;

/// <summary>A small network of a random shape, and random sentences for it. A name always gives the same ones.</summary>
internal sealed class Example : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Random _random;

    private Example(Member member)
    {
        var seed = member.Name.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));
        _random = new Random(seed);
        set_num_threads(1);
        manual_seed(seed);
        Config = RandomSizes(member, _random);
        Network = NetworkFactory.Create(Config);
        Network.eval();
        ScatterWeights();
    }

    public ModelConfig Config { get; }

    public Seq2SeqNetwork Network { get; }

    /// <summary>Every member of the family that has a decoder.</summary>
    public static TheoryData<string> Members => [.. Member.All.Select(member => member.Name)];

    /// <summary>Those that attend to the source.</summary>
    public static TheoryData<string> Attending => Where(config => config.HasAttention);

    /// <summary>Those whose decoder carries a state from token to token.</summary>
    public static TheoryData<string> Recurrent => Where(IsRecurrent);

    /// <summary>Those whose decoder reads all inputs at once.</summary>
    public static TheoryData<string> Parallel => Where(config => !IsRecurrent(config));

    public static Example Of(string member) => new(Member.All.Single(known => known.Name == member));

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

    private static TheoryData<string> Where(Func<ModelConfig, bool> holds) =>
        [.. Member.All.Where(member => holds(RandomSizes(member, new Random(1)))).Select(member => member.Name)];

    private static bool IsRecurrent(ModelConfig config) => config.ModelType == ModelConfig.EncoderDecoder && config.DecoderKind.IsRecurrent();

    private static ModelConfig RandomSizes(Member member, Random random)
    {
        var heads = random.Next(1, 4);
        var vocabulary = random.Next(11, 30);
        var hidden = heads * 2 * random.Next(1, 4);
        var config = member.Choose(new ModelConfig
        {
            ModelType = ModelConfig.EncoderDecoder,
            VocabularySize = vocabulary,
            Width = heads * 2 * random.Next(1, 5),
            EncoderLayers = random.Next(1, 3),
            DecoderLayers = random.Next(1, 3),
            EncoderHeads = heads,
            DecoderHeads = heads,
            EncoderFeedForward = random.Next(5, 20),
            DecoderFeedForward = random.Next(5, 20),
            EncoderHidden = random.Next(3, 17),
            DecoderHidden = hidden,
            BidirectionalEncoder = random.Next(3) > 0,
            EncoderKernel = 1 + (2 * random.Next(0, 3)),
            DecoderKernel = random.Next(1, 5),
            Context = (ContextKind)random.Next(3),
            Activation = new[] { "relu", "gelu", "swish" }[random.Next(3)],
            NormalizeBefore = random.Next(2) == 0,
            ScaleEmbedding = random.Next(2) == 0,
            StaticPositions = random.Next(2) == 0,
            MaxPositions = 64,
            SharedEmbeddings = random.Next(2) == 0,
            TiedOutput = random.Next(2) == 0,
            PadId = vocabulary - 1,
            DecoderStartId = vocabulary - 1,
            Dropout = 0.3,
        });
        return config.Attention == AttentionKind.Dot ? config with { DecoderHidden = config.EncoderOutputs } : config;
    }

    /// <summary>Fresh networks have zero biases and a zero padding row; here nothing is zero, so that nothing goes unnoticed.</summary>
    private void ScatterWeights()
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in Network.named_parameters())
            parameter.add_(nn.init.normal_(zeros(parameter.shape), 0, 0.2));
    }
}
