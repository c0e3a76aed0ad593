using System.Text.Json;
using Seq2SeqService.Core.Tests.Interchange;

namespace Seq2SeqService.Training.Tests.Interchange;

/// <summary>A directory as CTranslate2's converters write them, with the SentencePiece models beside it.</summary>
internal sealed class VariableDirectory : ForeignDirectory
{
    private const int EncoderLayers = 1, DecoderLayers = 2;

    private readonly VariableKind _kind;

    public VariableDirectory(VariableKind kind, int seed = 1)
    {
        _kind = kind;
        var random = new Random(seed);
        Pieces = kind.HasTwoVocabularies ? (PiecesOf(English), [.. PiecesOf(German), "<s>"]) : ([.. PiecesOf(English), "<s>"], [.. PiecesOf(English), "<s>"]);
        AddEmbeddings(random);
        foreach (var layer in Enumerable.Range(0, EncoderLayers).Select(i => $"encoder/layer_{i}").Concat(Enumerable.Range(0, DecoderLayers).Select(i => $"decoder/layer_{i}")))
            AddLayer(layer, random);
        if (kind.IsPreNorm)
        {
            AddNorm("encoder", random);
            AddNorm("decoder", random);
        }

        AddSettings();
        WriteSentencePieces(English, kind.HasTwoVocabularies ? German : English);
        WriteVocabularies();
        Write();
    }

    public Dictionary<string, ForeignTensor> Tensors { get; } = [];

    public Dictionary<string, int> Settings { get; } = [];

    public Dictionary<string, string> Aliases { get; } = [];

    public override (string[] Source, string[] Target) Pieces { get; }

    public override int Start => _kind.StartsFromZeros ? -1 : Pieces.Target.Length - 1;

    public override PlainTransformer Equations => new()
    {
        Width = Width,
        Heads = Heads,
        EncoderLayers = EncoderLayers,
        DecoderLayers = DecoderLayers,
        NormalizesBefore = _kind.IsPreNorm,
        Epsilon = _kind.Epsilon ?? 1e-5,
        Activation = _kind.IsPreNorm ? PlainTransformer.Swish : PlainTransformer.Relu,
        Embedding = (side, token) => Matrices.Row(Values(side == "encoder" ? SourceName : "decoder/embeddings/weight"), token, Width),
        Position = (side, p) => _kind.StoresPositions
            ? Matrices.Row(Tensors[$"{side}/position_encodings/encodings"].Values, p, Width)
            : Matrices.Sinusoid(p + 1, Width, 1 / ((Width / 2.0) - 1)),
        Linear = Linear,
        Norm = name => (Tensors[$"{NormOf(name)}/gamma"].Values, Tensors[$"{NormOf(name)}/beta"].Values),
        Output = x => Matrices.OutputsFirst(x, Values("decoder/projection/weight"), Tensors["decoder/projection/bias"].Values, ..),
    };

    private string SourceName => _kind.Version < 4 ? "encoder/embeddings/weight" : "encoder/embeddings_0/weight";

    public void Write() => File.WriteAllBytes(PathOf("model.bin"), ForeignFiles.Variables(_kind.Version, _kind.Version < 4 ? 3u : 7u, Tensors, Settings, Aliases));

    private void AddEmbeddings(Random random)
    {
        AddMatrix("decoder/embeddings/weight", random, Pieces.Target.Length, Width);
        if (_kind.HasTwoVocabularies)
            AddMatrix(SourceName, random, Pieces.Source.Length, Width);
        else
            Aliases[SourceName] = "decoder/embeddings/weight";

        if (_kind.HasTwoVocabularies)
            AddMatrix("decoder/projection/weight", random, Pieces.Target.Length, Width);
        else
            Aliases["decoder/projection/weight"] = "decoder/embeddings/weight";
        Tensors["decoder/projection/bias"] = Matrices.Random(random, Pieces.Target.Length);
        foreach (var side in (string[])["encoder", "decoder"])
        {
            if (_kind.StoresPositions)
                Tensors[$"{side}/position_encodings/encodings"] = new([30, Width], [.. Enumerable.Range(0, 30).SelectMany(p => Matrices.Sinusoid(p, Width, 2.0 / Width)).Select(value => (float)value)]);
        }
    }

    private void AddLayer(string layer, Random random)
    {
        Add($"{layer}/self_attention/linear_0", random, 3 * Width, Width);
        Add($"{layer}/self_attention/linear_1", random, Width, Width);
        AddNorm($"{layer}/self_attention", random);
        if (layer.StartsWith('d'))
        {
            Add($"{layer}/attention/linear_0", random, Width, Width);
            Add($"{layer}/attention/linear_1", random, 2 * Width, Width);
            Add($"{layer}/attention/linear_2", random, Width, Width);
            AddNorm($"{layer}/attention", random);
        }

        Add($"{layer}/ffn/linear_0", random, Inner, Width);
        Add($"{layer}/ffn/linear_1", random, Width, Inner);
        AddNorm($"{layer}/ffn", random);
    }

    private void AddSettings()
    {
        var sides = _kind.Version < 4 ? [""] : (string[])["encoder/", "decoder/"];
        foreach (var side in sides)
        {
            Settings[$"{side}num_heads"] = Heads;
            Settings[$"{side}pre_norm"] = _kind.IsPreNorm ? 1 : 0;
            Settings[$"{side}activation"] = _kind.IsPreNorm ? 2 : 0;
        }

        Settings["decoder/start_from_zero_embedding"] = _kind.StartsFromZeros ? 1 : 0;
    }

    private void Add(string name, Random random, int outputs, int inputs)
    {
        AddMatrix($"{name}/weight", random, outputs, inputs);
        Tensors[$"{name}/bias"] = Matrices.Random(random, outputs);
    }

    private void AddMatrix(string name, Random random, int outputs, int inputs)
    {
        var matrix = Matrices.Random(random, outputs, inputs);
        if (!_kind.IsQuantized)
        {
            Tensors[name] = matrix;
            return;
        }

        float[] scales = [.. Enumerable.Range(0, outputs).Select(o => 127 / matrix.Values.Skip(o * inputs).Take(inputs).Max(Math.Abs))];
        Tensors[name] = new(matrix.Shape, scales) { Bytes = [.. matrix.Values.Select((value, i) => (sbyte)Math.Round(value * scales[i / inputs]))] };
    }

    private void AddNorm(string name, Random random)
    {
        Tensors[$"{name}/layer_norm/gamma"] = Matrices.Random(random, Width);
        Tensors[$"{name}/layer_norm/beta"] = Matrices.Random(random, Width);
    }

    private void WriteVocabularies()
    {
        string[] names = _kind.HasTwoVocabularies ? ["source_vocabulary", "target_vocabulary"] : ["shared_vocabulary"];
        foreach (var name in names)
        {
            var pieces = name[0] == 't' ? Pieces.Target : Pieces.Source;
            if (_kind.Version < 4)
                File.WriteAllText(PathOf($"{name}.txt"), string.Concat(pieces.Select(piece => piece + "\n")));
            else
                File.WriteAllText(PathOf($"{name}.json"), JsonSerializer.Serialize(pieces));
        }

        if (_kind.Version >= 4)
            File.WriteAllText(PathOf("config.json"), JsonSerializer.Serialize(new { bos_token = "<s>", eos_token = "</s>", unk_token = "<unk>", decoder_start_token = "<s>", add_source_eos = true, layer_norm_epsilon = _kind.Epsilon }));
    }

    /// <summary>The values that stand for a matrix, whatever they are stored in.</summary>
    private float[] Values(string name)
    {
        var tensor = Tensors[Aliases.GetValueOrDefault(name, name)];
        return tensor.Bytes is null ? tensor.Values : [.. tensor.Bytes.Select((value, i) => value / tensor.Values[i / (int)tensor.Shape[1]])];
    }

    private double[] Linear(string name, double[] x)
    {
        var (side, layer, part, which) = name.Split('.') is [var a, var b, var c, var d] ? (a, b, c, d) : default;
        var (matrix, rows) = (part, which) switch
        {
            ("ffn", _) => ($"ffn/linear_{int.Parse(which) - 1}", ..),
            ("self", "o") => ("self_attention/linear_1", ..),
            ("self", _) => ("self_attention/linear_0", Block("qkv".IndexOf(which[0], StringComparison.Ordinal))),
            (_, "q") => ("attention/linear_0", ..),
            (_, "o") => ("attention/linear_2", ..),
            _ => ("attention/linear_1", Block("kv".IndexOf(which[0], StringComparison.Ordinal))),
        };
        var full = $"{side}/layer_{layer}/{matrix}";
        return Matrices.OutputsFirst(x, Values($"{full}/weight"), Tensors[$"{full}/bias"].Values, rows);
    }

    private static Range Block(int index) => (index * Width)..((index + 1) * Width);

    private static string NormOf(string name) => name.Split('.') switch
    {
        [var side, "top"] => $"{side}/layer_norm",
        [var side, var layer, "self"] => $"{side}/layer_{layer}/self_attention/layer_norm",
        [var side, var layer, "context"] => $"{side}/layer_{layer}/attention/layer_norm",
        [var side, var layer, _] => $"{side}/layer_{layer}/ffn/layer_norm",
        _ => name,
    };
}

/// <summary>What a model of CTranslate2 can be.</summary>
internal sealed record VariableKind(uint Version = 6)
{
    public bool IsPreNorm { get; init; }

    public bool IsQuantized { get; init; }

    public bool HasTwoVocabularies { get; init; }

    public bool StartsFromZeros { get; init; }

    public bool StoresPositions { get; init; }

    public double? Epsilon { get; init; }
}
