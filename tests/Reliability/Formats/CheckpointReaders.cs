using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Reliability.Formats;

/// <summary>Readers of a checkpoint's weights and settings. They take paths, so each input is written into a folder first.</summary>
internal sealed class CheckpointReaders(string folder)
{
    private const int Vocabulary = 6;

    private static readonly string[] ConfigKeys =
    [
        "model_type", "vocab_size", "d_model", "encoder_layers", "decoder_layers", "encoder_attention_heads", "decoder_attention_heads", "encoder_ffn_dim", "decoder_ffn_dim",
        "activation_function", "max_position_embeddings", "dropout", "pad_token_id", "eos_token_id", "decoder_start_token_id", "encoder_type", "decoder_type", "encoder_hidden_size",
        "decoder_hidden_size", "encoder_kernel_size", "decoder_kernel_size", "context_type", "context_use", "attention_type", "num_beams", "length_penalty", "max_length", "bad_words_ids",
        "alignment_heads", "source_lang", "target_lang", "directions", "format_version", "files", "name", "bytes", "sha256", "architectures",
    ];

    public IEnumerable<FormatReader> All =>
    [
        new("weights", new SafetensorsMutation([Weights(), Int8Weights()]).Next, input => ModelWeights.Read(Written("model.safetensors", input)), typeof(CheckpointException)),
        new("shortlist", new SafetensorsMutation([Shortlists()]).Next, input => Use(Shortlist.Read(Written("shortlist.safetensors", input), Vocabulary, eosId: 0)), typeof(CheckpointException)),
        Json("config", ModelConfigFile.Read, [Config(ModelConfig.Marian), Config(ModelConfig.EncoderDecoder)]),
        Json("generation", path => GenerationConfigFile.Read(path, Vocabulary), ["""{"num_beams":4,"length_penalty":1.0,"max_length":512,"bad_words_ids":[[2],[3,1]],"alignment_heads":[[0,3,1],[1,5,0]],"eos_token_id":0}"""u8.ToArray()]),
        Json("tokenizer", TokenizerConfig.Read, ["""{"source_lang":"en","target_lang":"de","directions":["en-de","de-en","zh_Hans-pt"],"unk_token":"<unk>"}"""u8.ToArray()]),
        Json("manifest", path => CheckpointManifest.Read(Path.GetDirectoryName(path)!), [Manifest()]),
    ];

    private FormatReader Json(string name, Func<string, object> read, byte[][] seeds) =>
        new(name, new JsonFileMutation(seeds, ConfigKeys).Next, input => read(Written($"{name}.json", input)), typeof(CheckpointException));

    private string Written(string name, byte[] input)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, input);
        return path;
    }

    /// <summary>The engine asks for every source token's list.</summary>
    private static void Use(Shortlist shortlist)
    {
        for (var token = 0; token < Vocabulary; token++)
            shortlist.TokensFor([token, 0]);
    }

    private static byte[] Weights() => Bytes(stream => SafetensorsWriter.Write(
        stream, [new("a", [3, 4], new float[12]), new("b.weight", [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]), new("c", [], [1f])], TensorType.F16));

    private static byte[] Int8Weights() => Bytes(new ModelWeights(
        new Dictionary<string, WeightTensor> { ["a"] = new([5], [1, 2, 3, 4, 5]), ["b.weight"] = new([4, 8], [.. Enumerable.Range(-16, 32).Select(value => (float)value)]) }).Quantize().Write);

    private static byte[] Shortlists() => Bytes(new Shortlist([0, 1], [[], [2, 3], [4], [5, 2], [], [1]]).Write);

    private static byte[] Config(string type) => ModelConfigFile.ToBytes(new()
    {
        ModelType = type, VocabularySize = Vocabulary, Width = 8, EncoderLayers = 1, DecoderLayers = 1, EncoderHeads = 2, DecoderHeads = 2, EncoderFeedForward = 16, DecoderFeedForward = 16,
        PadId = 5, EosId = 0, DecoderStartId = 5,
    });

    private static byte[] Manifest() => """
        {"format_version":1,"files":[
        {"name":"config.json","bytes":695,"sha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
        {"name":"model.safetensors","bytes":14657024,"sha256":"fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"}]}
        """u8.ToArray();

    private static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}
