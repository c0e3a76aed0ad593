using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Interchange;

/// <summary>A model that another program trained, in this project's terms: all that a published version needs but its card.</summary>
public sealed record ForeignModel
{
    /// <summary>What it was and from which file, such as <c>Marian (opus.npz)</c>.</summary>
    public required string Origin { get; init; }

    public required ModelConfig Config { get; init; }

    public GenerationConfig Generation { get; init; } = new();

    /// <summary>Under the names of the MarianMT layout.</summary>
    public required ModelWeights Weights { get; init; }

    public required SentencePieceModel SourceModel { get; init; }

    public required SentencePieceModel TargetModel { get; init; }

    public required Vocabulary Vocabulary { get; init; }

    /// <summary>Directions that its files name; empty where they name none.</summary>
    public IReadOnlyList<LanguagePair> Directions { get; init; } = [];

    /// <summary>What an operator should know about the conversion, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
