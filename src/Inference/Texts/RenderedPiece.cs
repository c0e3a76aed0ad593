using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Alignment;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>What one job gave to a sentence's translation.</summary>
/// <param name="Job">Read by the model.</param>
/// <param name="Masked">As it was read.</param>
/// <param name="Hypothesis">What the model said.</param>
/// <param name="Places">From what the model said to the translated sentence.</param>
internal sealed record RenderedPiece(Job Job, MaskedSentence Masked, Hypothesis Hypothesis, PlaceMap Places)
{
    /// <summary>The sentence, with the characters of it that each source token stands for.</summary>
    public PlacedSentence Source(string sentence, Tokenizer tokenizer) =>
        new(sentence, [.. tokenizer.SourcePlaces(Masked.Text, Job.Source).Select(Masked.Places.Map)]);

    /// <summary>The translated sentence, with the characters of it that each target token stands for.</summary>
    public PlacedSentence Target(string translation, Tokenizer tokenizer) => new(translation, TargetPlaces(translation, tokenizer));

    public IReadOnlyList<TextRange> TargetPlaces(string translation, Tokenizer tokenizer)
    {
        tokenizer.Decode(Hypothesis.Tokens, out var places);
        return [.. places.Select(Places.Map).Select(place => new TextRange(Math.Min(place.Start, translation.Length), Math.Min(place.End, translation.Length)))];
    }
}
