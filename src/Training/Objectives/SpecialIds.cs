using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Objectives;

/// <summary>Ids that are no text, and what an objective does with them.</summary>
/// <param name="Pad">Fills rows.</param>
/// <param name="Start">The decoder's first input.</param>
/// <param name="Unknown">Stands for a token that is hidden: dropped words and masks.</param>
/// <param name="Spared">What noise never touches: starts, ends and tags.</param>
/// <param name="Vocabulary">Number of ids, V.</param>
internal sealed record SpecialIds(int Pad, int Start, int Unknown, IReadOnlySet<int> Spared, int Vocabulary)
{
    public static SpecialIds Of(Recipe recipe, Tokenizer tokenizer)
    {
        var tags = Vocabularies.Tags(recipe).Select(tokenizer.TagOf);
        var spared = new HashSet<int>([tokenizer.PadId, tokenizer.EosId, .. tags]);
        return new SpecialIds(tokenizer.PadId, tokenizer.PadId, tokenizer.UnknownId, spared, tokenizer.VocabularySize);
    }
}
