using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>A text of a request, plain or with tags, cut into sentences.</summary>
internal abstract class PreparedInput
{
    public abstract IEnumerable<Sentence> Sentences { get; }

    public IEnumerable<Job> Jobs => Sentences.SelectMany(sentence => sentence.Jobs);

    public bool IsSettled => Sentences.All(sentence => sentence.IsSettled);

    /// <summary>What of the translation is certain while jobs are under way, from its beginning: it only ever grows.</summary>
    public abstract string Beginning(Tokenizer tokenizer);

    /// <summary>Puts the translation together; all <see cref="Jobs"/> must be done.</summary>
    public abstract TranslatedText Join(Tokenizer tokenizer, int alternatives, bool withConfidence);

    /// <summary>A translation with what its sentences say of it: mean score and number of tokens. Alternatives that are like another are left out.</summary>
    protected TranslatedText Describe(string best, IEnumerable<string> alternatives)
    {
        var outputs = Sentences.Select(sentence => sentence.Settled.Output).Where(output => output.Pieces.Count > 0).ToList();
        return new(
            best,
            [.. alternatives.Where(other => other != best).Distinct()],
            outputs.Count == 0 ? 0 : outputs.Average(output => output.Score),
            outputs.Sum(output => output.Tokens));
    }
}
