using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data;

/// <summary>Makes ids of pairs: the tag of the target language first, then that of the corpus, then the text.</summary>
internal sealed class PairEncoder
{
    private readonly Tokenizer _tokenizer;
    private readonly DataRecipe _recipe;

    public PairEncoder(Tokenizer tokenizer, DataRecipe recipe)
    {
        (_tokenizer, _recipe) = (tokenizer, recipe);
        if (recipe.BpeDropout > 0 && !tokenizer.HasMerges)
            throw new RecipeException("data:bpeDropout: the run's vocabulary is a unigram model, which has no merges to leave out.");
    }

    /// <summary>As validation and serving cut it.</summary>
    public EncodedPair Plain(SentencePair pair) => Encode(pair, null);

    /// <summary>Cut anew; more pieces than the filters allow are not taken, the pair is then cut as usual.</summary>
    public EncodedPair Anew(SentencePair pair, EncodedPair plain, int seed)
    {
        var cut = Encode(pair, new BpeDropout(_recipe.BpeDropout, new Random(seed)));
        return cut.LongerSide <= _recipe.MaxTokens ? cut : plain;
    }

    /// <summary>About what stood there, for reports.</summary>
    public string Text(int[] ids) => _tokenizer.Decode((IEnumerable<int>)ids);

    private EncodedPair Encode(SentencePair pair, BpeDropout? dropout) =>
        new(Tagged(pair, _tokenizer.EncodeSource(pair.Source, pair.TargetLanguage, dropout)), _tokenizer.EncodeTarget(pair.Target, dropout));

    private int[] Tagged(SentencePair pair, int[] ids)
    {
        if (pair.Tag is null)
            return ids;

        var at = pair.TargetLanguage is { } language && _tokenizer.HasTag(language) ? 1 : 0;
        return [.. ids[..at], _tokenizer.TagOf(pair.Tag), .. ids[at..]];
    }
}
