using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Inference.Decoding;

/// <summary>What decoding knows of a model: its special tokens, what it never says, how long it may speak and whether it can show its attention.</summary>
internal sealed class TargetRules
{
    public required string Model { get; init; }

    /// <summary>The first token that the decoder is fed.</summary>
    public required int StartId { get; init; }

    public required int EosId { get; init; }

    /// <summary>Tokens there are, and so the most candidates that an engine can give.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Most tokens of an output, without the end of sentence.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Tokens that no output contains.</summary>
    public IReadOnlyList<int> BannedTokens { get; init; } = [];

    /// <summary>Sequences of two or more tokens that no output contains.</summary>
    public IReadOnlyList<int[]> BannedPhrases { get; init; } = [];

    /// <summary>Its steps can give the weights of the source's tokens.</summary>
    public required bool HasAttention { get; init; }

    /// <summary>The heads that show which words go together; null where the model names none or the engine cannot tell them apart.</summary>
    public AlignmentHeads? AlignmentHeads { get; init; }

    public static TargetRules Of(string model, ModelConfig config, GenerationConfig generation, IEngine engine)
    {
        IEnumerable<int> words = generation.BadWords.Where(word => word.Count == 1).Select(word => word[0]);

        return new()
        {
            Model = model,
            StartId = config.DecoderStartId,
            EosId = config.EosId,
            VocabularySize = config.VocabularySize,
            MaxLength = Math.Min(generation.MaxLength, engine.MaxPositions) - 1,   // one place is the end of sentence's
            HasAttention = engine.HasAttention,
            AlignmentHeads = engine.HasAlignmentHeads ? AlignmentHeads.Of(generation, config) : null,
            BannedTokens = [.. words.Append(config.PadId).Append(config.DecoderStartId).Where(id => id != config.EosId).Distinct().Order()],
            BannedPhrases = [.. generation.BadWords.Where(word => word.Count > 1).Select(word => word.ToArray())],
        };
    }

    /// <summary>Most tokens of this sentence's output, without the end of sentence.</summary>
    public int LongestOutput(int sourceLength, DecodingOptions options)
    {
        if (options.Prefix.Count > MaxLength)
        {
            throw new TranslationException(
                TranslationFailure.InvalidOption, $"The prefix has {options.Prefix.Count} tokens; an output of this model has at most {MaxLength}.", "prefix");
        }

        var wanted = options.MaxLength ?? Math.Max(options.MinLength, (2 * sourceLength) + 20);
        return Math.Clamp(wanted, Math.Max(1, options.Prefix.Count), MaxLength);
    }
}
