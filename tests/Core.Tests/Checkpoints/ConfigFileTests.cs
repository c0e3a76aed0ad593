using System.Text;
using System.Text.Json.Nodes;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Checkpoints;

public sealed class ConfigFileTests : IDisposable
{
    // The keys that Python's transformers writes for an OPUS-MT model, with those that we do not use.
    private const string Opus = """
        {
          "_num_labels": 3, "activation_dropout": 0.0, "activation_function": "swish", "add_bias_logits": false,
          "add_final_layer_norm": false, "architectures": ["MarianMTModel"], "attention_dropout": 0.0,
          "bad_words_ids": [[65000]], "bos_token_id": 0, "classifier_dropout": 0.0, "d_model": 512,
          "decoder_attention_heads": 8, "decoder_ffn_dim": 2048, "decoder_layerdrop": 0.0, "decoder_layers": 6,
          "decoder_start_token_id": 65000, "decoder_vocab_size": 65001, "dropout": 0.1, "encoder_attention_heads": 8,
          "encoder_ffn_dim": 2048, "encoder_layerdrop": 0.0, "encoder_layers": 6, "eos_token_id": 0, "forced_eos_token_id": 0,
          "gradient_checkpointing": false, "id2label": {"0": "LABEL_0", "1": "LABEL_1"}, "init_std": 0.02,
          "is_encoder_decoder": true, "max_length": 512, "max_position_embeddings": 512, "model_type": "marian",
          "normalize_before": false, "normalize_embedding": false, "num_beams": 6, "num_hidden_layers": 6,
          "pad_token_id": 65000, "scale_embedding": true, "share_encoder_decoder_embeddings": true,
          "static_position_embeddings": true, "torch_dtype": null, "use_cache": true, "vocab_size": 65001
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_configuration_of_an_OPUS_MT_model_is_read()
    {
        var path = _directory.Write("config.json", Opus);

        var config = ModelConfigFile.Read(path);
        var generation = GenerationConfigFile.Read(path, config.VocabularySize);

        Assert.Equal("swish", config.Activation);
        Assert.Equal(65001, config.VocabularySize);
        Assert.Equal(65000, config.DecoderStartId);
        Assert.True(config.SharedEmbeddings && config.StaticPositions && config.ScaleEmbedding && !config.NormalizeBefore);
        Assert.Equal(6, generation.BeamSize);
        Assert.Equal([65000], generation.BadWords[0]);
    }

    [Fact]
    public void Keys_that_are_null_count_as_absent()
    {
        var path = _directory.Write("generation_config.json", """{"num_beams":2,"bad_words_ids":null,"max_length":null}""");

        var generation = GenerationConfigFile.Read(path, 10);

        Assert.Equal(2, generation.BeamSize);
        Assert.Empty(generation.BadWords);
        Assert.Equal(512, generation.MaxLength);
    }

    [Theory]
    [InlineData("vocab_size", "2000000000")]
    [InlineData("vocab_size", "99999999999999999999")]
    [InlineData("vocab_size", "\"many\"")]
    [InlineData("d_model", "0")]
    [InlineData("d_model", "16384.5")]
    [InlineData("encoder_layers", "-1")]
    [InlineData("decoder_layers", "1000000")]
    [InlineData("encoder_ffn_dim", "2147483647")]
    [InlineData("decoder_attention_heads", "0")]
    [InlineData("max_position_embeddings", "1000000000")]
    [InlineData("pad_token_id", "65001")]
    [InlineData("eos_token_id", "-1")]
    [InlineData("decoder_start_token_id", "null")]
    [InlineData("dropout", "1e300")]
    [InlineData("activation_function", "\"magic\"")]
    [InlineData("model_type", "\"bart\"")]
    [InlineData("architectures", "7")]
    [InlineData("model_type", "\"seq2seq-gru\"")]
    [InlineData("encoder_type", "\"mamba\"")]
    [InlineData("encoder_type", "\"gru, conv\"")]
    [InlineData("encoder_type", "2")]
    [InlineData("decoder_type", "\"\"")]
    [InlineData("attention_type", "\"luong\"")]
    [InlineData("context_use", "[null]")]
    [InlineData("context_use", "[\"state\", \"everywhere\"]")]
    [InlineData("decoder_kernel_size", "1000000")]
    [InlineData("encoder_kernel_size", "0")]
    [InlineData("encoder_hidden_size", "-1")]
    [InlineData("encoder_layers", "0")]
    public void A_senseless_value_is_refused_with_file_and_key(string key, string value)
    {
        var config = JsonNode.Parse(Opus)!.AsObject();
        config[key] = JsonNode.Parse(value);
        var path = _directory.Write("config.json", config.ToJsonString());

        var error = Assert.Throws<CheckpointException>(() => ModelConfigFile.Read(path));

        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("d_model", "500", "The width (500) must be a multiple of the encoder's heads (8)")]
    [InlineData("decoder_attention_heads", "7", "The width (512) must be a multiple of the decoder's heads (7)")]
    public void Sizes_that_do_not_go_together_are_refused_with_the_reason(string key, string value, string reason)
    {
        var config = JsonNode.Parse(Opus)!.AsObject();
        config[key] = JsonNode.Parse(value);
        var path = _directory.Write("config.json", config.ToJsonString());

        Assert.StartsWith("config.json: " + reason, Assert.Throws<CheckpointException>(() => ModelConfigFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kind_of_layer_that_there_is_not_is_answered_with_those_that_there_are()
    {
        var path = _directory.Write("config.json", """{"model_type":"seq2seq","vocab_size":9,"d_model":8,"pad_token_id":8,"decoder_start_token_id":8,"encoder_type":"Gru"}""");

        var error = Assert.Throws<CheckpointException>(() => ModelConfigFile.Read(path));

        Assert.Contains("'encoder_type' cannot be read: known are transformer, rnn, gru, lstm, conv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_are_absurd_only_together_are_refused()
    {
        var config = JsonNode.Parse(Opus)!.AsObject();
        config["d_model"] = 16384;
        config["encoder_layers"] = 128;
        var path = _directory.Write("config.json", config.ToJsonString());

        Assert.Contains("parameters", Assert.Throws<CheckpointException>(() => ModelConfigFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"num_beams":0}""", "num_beams")]
    [InlineData("""{"max_length":1000000000}""", "max_length")]
    [InlineData("""{"length_penalty":1e99}""", "length_penalty")]
    [InlineData("""{"bad_words_ids":[[10]]}""", "bad_words_ids")]
    [InlineData("""{"bad_words_ids":[[]]}""", "bad_words_ids")]
    [InlineData("""{"bad_words_ids":[null]}""", "bad_words_ids")]
    [InlineData("""{"bad_words_ids":[[1],[2,-1]]}""", "bad_words_ids")]
    public void Senseless_generation_settings_are_refused_with_file_and_key(string json, string key)
    {
        var path = _directory.Write("generation_config.json", json);

        var error = Assert.Throws<CheckpointException>(() => GenerationConfigFile.Read(path, vocabularySize: 10));

        Assert.Contains("generation_config.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"vocab_size\":1,\"vocab_size\":2}")]
    [InlineData("{\"a\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}")]
    [InlineData("{\"model_type\":\"\\ud800\"}")]
    public void What_is_no_proper_JSON_object_is_refused(string json)
    {
        var path = _directory.Write("config.json", json);

        Assert.Contains("config.json", Assert.Throws<CheckpointException>(() => ModelConfigFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_too_long_file_is_refused()
    {
        Assert.Throws<CheckpointException>(() => ModelConfigFile.Read(_directory.File("none.json")));
        var path = _directory.Write("config.json", Opus + new string(' ', 2 << 20));
        Assert.Throws<CheckpointException>(() => ModelConfigFile.Read(path));
    }

    [Fact]
    public void A_written_configuration_reads_the_same()
    {
        var config = SampleCheckpoint.Config with { Activation = "swish", ActivationDropout = 0.25 };
        File.WriteAllBytes(_directory.File("config.json"), ModelConfigFile.ToBytes(config));
        var generation = new GenerationConfig { BeamSize = 5, LengthPenalty = 0.6, MaxLength = 77, BadWords = [[3]] };
        File.WriteAllBytes(_directory.File("generation_config.json"), GenerationConfigFile.ToBytes(generation, config));

        var read = ModelConfigFile.Read(_directory.File("config.json"));
        var readGeneration = GenerationConfigFile.Read(_directory.File("generation_config.json"), config.VocabularySize);

        Assert.Equal(config with { Architectures = read.Architectures, ContextUses = read.ContextUses }, read);
        Assert.Equal(config.Architectures, read.Architectures);
        Assert.Equal(generation with { BadWords = readGeneration.BadWords }, readGeneration);
        Assert.Equal([3], readGeneration.BadWords.Single());
    }

    [Fact]
    public void A_Marian_configuration_has_no_keys_of_the_rest_of_the_family()
    {
        var marian = Encoding.UTF8.GetString(ModelConfigFile.ToBytes(SampleCheckpoint.Config));
        Assert.DoesNotContain("hidden_size", marian, StringComparison.Ordinal);
        Assert.DoesNotContain("encoder_type", marian, StringComparison.Ordinal);
    }

    [Fact]
    public void The_choices_of_the_family_are_written_and_read_by_their_names()
    {
        var config = SampleCheckpoint.Config with
        {
            ModelType = ModelConfig.EncoderDecoder, EncoderKind = LayerKind.Lstm, DecoderKind = LayerKind.Gru, EncoderHidden = 12, DecoderHidden = 24,
            Attention = AttentionKind.MultiHead, Context = ContextKind.WeightedSum, InputFeeding = true,
        };
        var bytes = ModelConfigFile.ToBytes(config);

        var read = ModelConfigFile.Read(_directory.Write("config.json", Encoding.UTF8.GetString(bytes)));

        Assert.Contains("\"context_type\": \"weighted_sum\"", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal(config with { Architectures = read.Architectures, ContextUses = read.ContextUses }, read);
        Assert.Equal([ContextUse.State], read.ContextUses);
    }

    [Theory]
    [InlineData("""{"source_lang":"en","target_lang":"de","model_max_length":512}""", "en-de")]
    [InlineData("""{"directions":["en-de","de-en"],"source_lang":"mul"}""", "en-de de-en")]
    [InlineData("""{"source_lang":null}""", "")]
    [InlineData("{}", "")]
    public void Directions_come_from_either_habit(string json, string directions)
    {
        var config = TokenizerConfig.Read(_directory.Write("tokenizer_config.json", json));

        Assert.Equal(directions, string.Join(' ', config.Pairs()));
    }

    [Theory]
    [InlineData("""{"directions":["ende"]}""")]
    [InlineData("""{"directions":["en-de-fr"]}""")]
    [InlineData("""{"directions":[null]}""")]
    [InlineData("""{"directions":[]}""")]
    [InlineData("""{"directions":["en-d e"]}""")]
    [InlineData("""{"source_lang":"","target_lang":"de"}""")]
    public void Directions_that_are_none_are_refused(string json)
    {
        var path = _directory.Write("tokenizer_config.json", json);

        Assert.Contains("tokenizer_config.json", Assert.Throws<CheckpointException>(() => TokenizerConfig.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Written_directions_read_the_same()
    {
        LanguagePair[][] cases = [[], [new("en", "de")], [new("en", "de"), new("de", "en")]];

        foreach (var directions in cases)
        {
            File.WriteAllBytes(_directory.File("tokenizer_config.json"), TokenizerConfig.Of(directions).ToBytes());
            Assert.Equal(directions, TokenizerConfig.Read(_directory.File("tokenizer_config.json")).Pairs());
        }
    }

    [Fact]
    public void Damaged_configurations_are_refused_and_allocate_little()
    {
        var sound = Encoding.UTF8.GetBytes(Opus);
        var path = _directory.File("config.json");
        var random = new Random(5);
        var refused = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 4000; round++)
        {
            File.WriteAllBytes(path, Damage.Bytes(sound, random));
            try
            {
                var config = ModelConfigFile.Read(path);
                GenerationConfigFile.Read(path, config.VocabularySize);
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 4000);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 4000, 0, 256 << 10);
    }
}
