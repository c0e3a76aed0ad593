using System.Text.Json;
using Seq2SeqService.Core.Tests.Interchange;

namespace Seq2SeqService.Training.Tests.Interchange;

/// <summary>A directory as <c>save_pretrained</c> of Python's MarianMT leaves it, in the older or the newer form of weights.</summary>
internal sealed class MarianMtDirectory : ForeignDirectory
{
    private const int Layers = 1;

    private readonly bool _storesPositions;

    public MarianMtDirectory(bool storesPositions = false, int seed = 1)
    {
        _storesPositions = storesPositions;
        var random = new Random(seed);
        string[] pieces = [.. PiecesOf(English), ">>de<<", "<pad>"];
        Pieces = (pieces, pieces);
        Tensors["model.shared.weight"] = Matrices.Random(random, pieces.Length, Width);
        Tensors["model.shared.weight"].Values.AsSpan((pieces.Length - 1) * Width).Clear();
        Tensors["final_logits_bias"] = Matrices.Random(random, 1, pieces.Length);
        foreach (var side in (string[])["encoder", "decoder"])
            AddLayer($"model.{side}.layers.0", random);
        if (storesPositions)
            AddPositions();

        WriteSentencePieces(English, English);
        File.WriteAllText(PathOf("vocab.json"), JsonSerializer.Serialize(pieces.Select((piece, id) => KeyValuePair.Create(piece, id)).ToDictionary()));
        File.WriteAllText(PathOf("tokenizer_config.json"), """{ "source_lang": "en", "target_lang": "de", "separate_vocabs": false }""");
        WriteConfig();
        WriteSafetensors();
    }

    public Dictionary<string, ForeignTensor> Tensors { get; } = [];

    public override (string[] Source, string[] Target) Pieces { get; }

    public override int Start => Pieces.Target.Length - 1;

    public override PlainTransformer Equations => new()
    {
        Width = Width,
        Heads = Heads,
        EncoderLayers = Layers,
        DecoderLayers = Layers,
        Epsilon = 1e-5,
        Activation = PlainTransformer.Swish,
        Embedding = (_, token) => Matrices.Row(Tensors["model.shared.weight"].Values, token, Width),
        Position = (side, p) => _storesPositions
            ? Matrices.Row(Tensors[$"model.{side}.embed_positions.weight"].Values, p, Width)
            : Matrices.Sinusoid(p, Width, 2.0 / Width),
        Linear = (name, x) => Matrices.OutputsFirst(x, Tensors[$"{Part(name)}.weight"].Values, Tensors[$"{Part(name)}.bias"].Values, ..),
        Norm = name => (Tensors[$"{Norm(name)}.weight"].Values, Tensors[$"{Norm(name)}.bias"].Values),
        Output = x => Matrices.OutputsFirst(x, Tensors["model.shared.weight"].Values, Tensors["final_logits_bias"].Values, ..),
    };

    public void WriteSafetensors() => File.WriteAllBytes(PathOf("model.safetensors"), ForeignFiles.Safetensors(Tensors));

    /// <summary>The older form, in which PyTorch repeats what is shared.</summary>
    public void WriteTorch(bool asHalf)
    {
        File.Delete(PathOf("model.safetensors"));
        var shared = Tensors["model.shared.weight"];
        File.WriteAllBytes(PathOf("pytorch_model.bin"), ForeignFiles.Torch(
            new Dictionary<string, ForeignTensor>(Tensors)
            {
                ["model.encoder.embed_tokens.weight"] = shared, ["model.decoder.embed_tokens.weight"] = shared, ["lm_head.weight"] = shared,
            },
            asHalf));
    }

    public void WriteConfig(string modelType = "marian", int vocabulary = 0) => File.WriteAllText(PathOf("config.json"), JsonSerializer.Serialize(new
    {
        model_type = modelType,
        vocab_size = vocabulary == 0 ? Pieces.Target.Length : vocabulary,
        d_model = Width,
        encoder_layers = Layers,
        decoder_layers = Layers,
        encoder_attention_heads = Heads,
        decoder_attention_heads = Heads,
        encoder_ffn_dim = Inner,
        decoder_ffn_dim = Inner,
        activation_function = "swish",
        scale_embedding = true,
        static_position_embeddings = true,
        max_position_embeddings = 40,
        pad_token_id = Start,
        eos_token_id = 0,
        decoder_start_token_id = Start,
        num_beams = 6,
        bad_words_ids = new[] { new[] { Start } },
        torch_dtype = "float16",
        max_length = 512,
        id2label = new Dictionary<string, string> { ["0"] = "LABEL_0" },
    }));

    private void AddLayer(string layer, Random random)
    {
        foreach (var attention in layer.Contains("encoder", StringComparison.Ordinal) ? (string[])["self_attn"] : ["self_attn", "encoder_attn"])
        {
            foreach (var letter in (string[])["q_proj", "k_proj", "v_proj", "out_proj"])
                Add($"{layer}.{attention}.{letter}", random, Width, Width);
            Add($"{layer}.{attention}_layer_norm", random, Width);
        }

        Add($"{layer}.fc1", random, Inner, Width);
        Add($"{layer}.fc2", random, Width, Inner);
        Add($"{layer}.final_layer_norm", random, Width);
    }

    private void Add(string name, Random random, params long[] shape)
    {
        Tensors[$"{name}.weight"] = Matrices.Random(random, shape);
        Tensors[$"{name}.bias"] = Matrices.Random(random, shape[0]);
    }

    private void AddPositions()
    {
        foreach (var side in (string[])["encoder", "decoder"])
            Tensors[$"model.{side}.embed_positions.weight"] = new([40, Width], [.. Enumerable.Range(0, 40).SelectMany(p => Matrices.Sinusoid(p, Width, 1.0 / Width)).Select(value => (float)value)]);
    }

    private static string Part(string name) => name.Split('.') switch
    {
        [var side, var layer, "ffn", var which] => $"model.{side}.layers.{layer}.fc{which}",
        [var side, var layer, var part, var which] => $"model.{side}.layers.{layer}.{(part == "self" ? "self_attn" : "encoder_attn")}.{(which == "o" ? "out" : which)}_proj",
        _ => name,
    };

    private static string Norm(string name) => name.Split('.') switch
    {
        [var side, var layer, "ffn"] => $"model.{side}.layers.{layer}.final_layer_norm",
        [var side, var layer, var part] => $"model.{side}.layers.{layer}.{(part == "self" ? "self_attn" : "encoder_attn")}_layer_norm",
        _ => name,
    };
}
