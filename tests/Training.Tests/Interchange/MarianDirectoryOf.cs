using System.Runtime.InteropServices;
using System.Text;
using Seq2SeqService.Core.Tests.Interchange;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Training.Tests.Interchange;

/// <summary>A directory as OPUS-MT publishes them: weights of Marian, vocabularies in YAML, SentencePiece models and <c>decoder.yml</c>.</summary>
internal sealed class MarianDirectoryOf : ForeignDirectory
{
    private readonly MarianKind _kind;

    public MarianDirectoryOf(MarianKind kind, int seed = 1)
    {
        _kind = kind;
        var random = new Random(seed);
        Pieces = kind.HasTwoVocabularies ? (PiecesOf(English), PiecesOf(German)) : (PiecesOf(English), PiecesOf(English));
        AddEmbeddings(random);
        foreach (var layer in Enumerable.Range(1, kind.EncoderLayers).Select(i => $"encoder_l{i}").Concat(Enumerable.Range(1, kind.DecoderLayers).Select(i => $"decoder_l{i}")))
            AddLayer(layer, random);
        if (kind.IsPreNorm)
        {
            AddNorm("encoder_top", "", random);
            AddNorm("decoder_top", "", random);
        }

        WriteSentencePieces(English, kind.HasTwoVocabularies ? German : English);
        File.WriteAllText(PathOf("opus.src.vocab.yml"), Yaml(Pieces.Source));
        File.WriteAllText(PathOf("opus.trg.vocab.yml"), Yaml(Pieces.Target));
        File.WriteAllText(PathOf("decoder.yml"), """
            models:
              - /home/somebody/opus.npz
            vocabs:
              - opus.src.vocab.yml
              - opus.trg.vocab.yml
            beam-size: 6
            normalize: 1
            relative-paths: true

            """);
        Write();
    }

    public Dictionary<string, ForeignTensor> Tensors { get; } = [];

    public override (string[] Source, string[] Target) Pieces { get; }

    public override int Start => -1;

    /// <summary>The options of the training; <see cref="Write"/> stores what was changed.</summary>
    public Dictionary<string, string> Options => _options ??= new()
    {
        ["type"] = "transformer",
        ["dim-emb"] = $"{Width}",
        ["enc-depth"] = $"{_kind.EncoderLayers}",
        ["dec-depth"] = $"{_kind.DecoderLayers}",
        ["transformer-heads"] = $"{Heads}",
        ["transformer-dim-ffn"] = $"{Inner}",
        ["transformer-ffn-activation"] = _kind.IsSwish ? "swish" : "relu",
        ["transformer-preprocess"] = _kind.IsPreNorm ? "n" : "\"\"",
        ["transformer-postprocess"] = _kind.IsPreNorm ? "da" : "dan",
        ["transformer-postprocess-emb"] = "d",
        ["transformer-postprocess-top"] = _kind.IsPreNorm ? "n" : "\"\"",
        ["transformer-decoder-autoreg"] = "self-attention",
        ["transformer-tied-layers"] = "[]",
        ["tied-embeddings-all"] = _kind.IsTied ? "true" : "false",
    };

    private Dictionary<string, string>? _options;

    public override PlainTransformer Equations => new()
    {
        Width = Width,
        Heads = Heads,
        EncoderLayers = _kind.EncoderLayers,
        DecoderLayers = _kind.DecoderLayers,
        NormalizesBefore = _kind.IsPreNorm,
        Epsilon = 1e-6,
        Activation = _kind.IsSwish ? PlainTransformer.Swish : PlainTransformer.Relu,
        Embedding = (side, token) => Matrices.Row(Tensors[_kind.IsTied ? "Wemb" : $"{side}_Wemb"].Values, token, Width),
        Position = (_, p) => Matrices.Sinusoid(p, Width, 1 / ((Width / 2.0) - 1)),
        Linear = (name, x) => Matrices.InputsFirst(x, Tensors[Part(name, 'W')], Tensors[Part(name, 'b')].Values),
        Norm = name => (Tensors[Norm(name, "scale")].Values, Tensors[Norm(name, "bias")].Values),
        Output = x => _kind.HasOwnOutput
            ? Matrices.InputsFirst(x, Tensors["decoder_ff_logit_out_W"], Tensors["decoder_ff_logit_out_b"].Values)
            : Matrices.OutputsFirst(x, Tensors[_kind.IsTied ? "Wemb" : "decoder_Wemb"].Values, Tensors["decoder_ff_logit_out_b"].Values, ..),
    };

    public void Write() => File.WriteAllBytes(PathOf("opus.npz"), ForeignFiles.Npz(
        Tensors, new Dictionary<string, string> { ["special:model.yml"] = string.Concat(Options.Select(option => $"{option.Key}: {option.Value}\n")) }));

    /// <summary>The same weights in Marian's binary form, matrices of layers in the 8 bits of intgemm where <paramref name="packs"/>.</summary>
    public void WriteBinary(bool packs)
    {
        File.Delete(PathOf("opus.npz"));
        File.Delete(PathOf("decoder.yml"));
        var options = string.Concat(Options.Select(option => $"{option.Key}: {option.Value}\n")) + "\0";
        ForeignItem[] items =
        [
            .. Tensors.Keys.ToArray().Select(name => packs && !name.Contains("Wemb", StringComparison.Ordinal) && Tensors[name].Shape is [> 1, > 1] ? Packed(name) : Plain(name)),
            new("special:model.yml", 0x101, [options.Length], Encoding.UTF8.GetBytes(options)),
        ];
        File.WriteAllBytes(PathOf("model.bin.intgemm.bin"), ForeignFiles.MarianBinary(items));
    }

    /// <summary>SentencePiece models as vocabularies, their pieces in the order of the rows.</summary>
    public void WriteSentencePieceVocabularies()
    {
        foreach (var file in (string[])["opus.src.vocab.yml", "opus.trg.vocab.yml", "source.spm", "target.spm", "decoder.yml"])
            File.Delete(PathOf(file));
        var pieces = Pieces.Source.Select((piece, id) => new SentencePiece(piece, -id, id switch { 0 => PieceType.Control, 1 => PieceType.Unknown, _ => PieceType.Normal }));
        new SentencePieceModel([.. pieces], English.Trainer, English.Normalizer).Save(PathOf("vocab.ende.spm"));
    }

    private ForeignItem Plain(string name) =>
        new(name, 0x404, [.. Tensors[name].Shape.Select(size => (int)size)], MemoryMarshal.AsBytes(Tensors[name].Values.AsSpan()).ToArray());

    /// <summary>Rounds a matrix, here as in the file, where it lies turned in front of its scale.</summary>
    private ForeignItem Packed(string name)
    {
        var (shape, values) = (Tensors[name].Shape, Tensors[name].Values);
        var scale = 127 / values.Max(Math.Abs);
        var (rows, columns) = ((int)shape[0], (int)shape[1]);
        sbyte[] rounded = [.. values.Select(value => (sbyte)Math.Round(value * scale))];
        Tensors[name] = new(shape, [.. rounded.Select(value => value / scale)]);
        IEnumerable<byte> turned = Enumerable.Range(0, rounded.Length).Select(i => (byte)rounded[(i % rows * columns) + (i / rows)]);
        return new(name, 0x4101, [rows, columns], [.. turned, .. BitConverter.GetBytes(scale)]);
    }

    private void AddEmbeddings(Random random)
    {
        if (_kind.IsTied)
        {
            Tensors["Wemb"] = Matrices.Random(random, Pieces.Target.Length, Width);
        }
        else
        {
            Tensors["encoder_Wemb"] = Matrices.Random(random, Pieces.Source.Length, Width);
            Tensors["decoder_Wemb"] = Matrices.Random(random, Pieces.Target.Length, Width);
        }

        if (_kind.HasOwnOutput)
            Tensors["decoder_ff_logit_out_W"] = Matrices.Random(random, Width, Pieces.Target.Length);
        Tensors["decoder_ff_logit_out_b"] = Matrices.Random(random, 1, Pieces.Target.Length);
    }

    private void AddLayer(string layer, Random random)
    {
        foreach (var attention in layer.StartsWith('e') ? (string[])["self"] : ["self", "context"])
        {
            foreach (var letter in "qkvo")
            {
                Tensors[$"{layer}_{attention}_W{letter}"] = Matrices.Random(random, Width, Width);
                Tensors[$"{layer}_{attention}_b{letter}"] = Matrices.Random(random, 1, Width);
            }

            AddNorm($"{layer}_{attention}_Wo", _kind.IsPreNorm ? "_pre" : "", random);
        }

        Tensors[$"{layer}_ffn_W1"] = Matrices.Random(random, Width, Inner);
        Tensors[$"{layer}_ffn_b1"] = Matrices.Random(random, 1, Inner);
        Tensors[$"{layer}_ffn_W2"] = Matrices.Random(random, Inner, Width);
        Tensors[$"{layer}_ffn_b2"] = Matrices.Random(random, 1, Width);
        AddNorm($"{layer}_ffn_ffn", _kind.IsPreNorm ? "_pre" : "", random);
    }

    private void AddNorm(string name, string suffix, Random random)
    {
        Tensors[$"{name}_ln_scale{suffix}"] = Matrices.Random(random, 1, Width);
        Tensors[$"{name}_ln_bias{suffix}"] = Matrices.Random(random, 1, Width);
    }

    /// <summary>From <c>decoder.0.context.q</c> to <c>decoder_l1_context_Wq</c>.</summary>
    private static string Part(string name, char letter) =>
        name.Split('.') is [var side, var layer, var part, var which] ? $"{side}_l{int.Parse(layer) + 1}_{part}_{letter}{which}" : name;

    private string Norm(string name, string kind) => name.Split('.') switch
    {
        [var side, "top"] => $"{side}_top_ln_{kind}",
        [var side, var layer, "ffn"] => $"{side}_l{int.Parse(layer) + 1}_ffn_ffn_ln_{kind}{(_kind.IsPreNorm ? "_pre" : "")}",
        [var side, var layer, var part] => $"{side}_l{int.Parse(layer) + 1}_{part}_Wo_ln_{kind}{(_kind.IsPreNorm ? "_pre" : "")}",
        _ => name,
    };

    private static string Yaml(string[] pieces) => string.Concat(pieces.Select((piece, id) => $"\"{piece.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\": {id}\n"));
}

/// <summary>What a model of Marian can be.</summary>
internal sealed record MarianKind(int EncoderLayers = 2, int DecoderLayers = 1)
{
    public bool IsTied { get; init; } = true;

    public bool HasOwnOutput { get; init; }

    public bool HasTwoVocabularies { get; init; }

    public bool IsPreNorm { get; init; }

    public bool IsSwish { get; init; }
}
