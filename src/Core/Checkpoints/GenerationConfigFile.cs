namespace Seq2SeqService.Core.Checkpoints;

/// <summary>Reads, checks and writes <c>generation_config.json</c>.</summary>
public static class GenerationConfigFile
{
    private const int MaxBytes = 1 << 20;
    private const int MaxBeam = 128;
    private const int MaxTokens = 1 << 17;
    private const double MaxPenalty = 100;

    /// <summary>
    /// Reads and checks the settings. Older Hugging Face directories keep the same keys in <c>config.json</c>, which can be read here too.
    /// </summary>
    public static GenerationConfig Read(string path, int vocabularySize)
    {
        var config = JsonFile.Read<GenerationConfig>(path, MaxBytes);
        Check(config, Path.GetFileName(path), vocabularySize);
        return config;
    }

    /// <summary>The text of <c>generation_config.json</c>, with the special ids that Python's transformers looks for in it.</summary>
    public static byte[] ToBytes(GenerationConfig generation, ModelConfig config)
    {
        Check(generation, CheckpointFiles.Generation, config.VocabularySize);

        return JsonFile.ToBytes(new Dictionary<string, object>
        {
            ["num_beams"] = generation.BeamSize,
            ["length_penalty"] = generation.LengthPenalty,
            ["max_length"] = generation.MaxLength,
            ["bad_words_ids"] = generation.BadWords,
            ["alignment_heads"] = generation.AlignmentHeads,
            ["decoder_start_token_id"] = config.DecoderStartId,
            ["eos_token_id"] = config.EosId,
            ["forced_eos_token_id"] = config.EosId,
            ["pad_token_id"] = config.PadId,
        }, [.. Empty("bad_words_ids", generation.BadWords), .. Empty("alignment_heads", generation.AlignmentHeads)]);
    }

    private static IEnumerable<string> Empty(string key, IReadOnlyList<IReadOnlyList<int>> values) => values.Count == 0 ? [key] : [];

    private static void Check(GenerationConfig config, string file, int vocabularySize)
    {
        var limits = new Limits(file);
        limits.Within("num_beams", config.BeamSize, 1, MaxBeam);
        limits.Within("length_penalty", config.LengthPenalty, -MaxPenalty, MaxPenalty);
        limits.Within("max_length", config.MaxLength, 1, MaxTokens);

        foreach (var head in config.AlignmentHeads)
        {
            if (head is not { Count: 3 } || head.Any(number => number < 0) || head[2] > 1)
                throw limits.Fault("alignment_heads", "a list with a wrong entry", "each must be [layer, head, step], the step 0 or 1");
        }

        foreach (var sequence in config.BadWords)
        {
            if (sequence is not { Count: > 0 })
                throw limits.Fault("bad_words_ids", "a list with an empty sequence", "each must hold at least one id");

            foreach (var id in sequence)
                limits.Within("bad_words_ids", id, 0, vocabularySize - 1);
        }
    }
}
