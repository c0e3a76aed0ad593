using System.Text;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>Cuts the texts of one request into sentences and tokenises them for the model that will answer.</summary>
internal sealed class TextPreparer(LoadedModel model, string? target, DecodingOptions decoding, CancellationToken cancel)
{
    private readonly DecodingOptions _withoutPrefix = decoding with { Prefix = [] };

    public PreparedText Prepare(string text)
    {
        cancel.ThrowIfCancellationRequested();
        var parts = new List<TextPart>();
        var options = decoding;   // the prefix is the first sentence's

        foreach (var segment in TextSegments.Split(text))
        {
            foreach (var piece in IsTranslatable(segment) ? Pieces(segment) : [segment])
            {
                var job = IsTranslatable(piece) ? Job(piece, options) : null;
                parts.Add(new(piece, job));
                options = job is null ? options : _withoutPrefix;
            }
        }

        return new(parts);
    }

    /// <summary>Numbers, signs and emoji alone say the same in every language.</summary>
    private static bool IsTranslatable(string text) => text.EnumerateRunes().Any(Rune.IsLetter);

    /// <summary>The sentence, in parts where it is too long, and apart from it the white space around: a tokenizer would swallow that.</summary>
    private List<string> Pieces(string segment)
    {
        var sentence = segment.Trim();
        var start = segment.IndexOf(sentence, StringComparison.Ordinal);
        var parts = LongSentence.Split(sentence, part => Encode(part).Length <= model.MaxSourceTokens);
        return [.. ((string[])[segment[..start], .. parts, segment[(start + sentence.Length)..]]).Where(part => part.Length > 0)];
    }

    private int[] Encode(string sentence) => model.Tokenizer.EncodeSource(sentence, target);

    private Job Job(string sentence, DecodingOptions options)
    {
        var source = Encode(sentence);
        model.Rules.LongestOutput(source.Length, options);   // refuses a prefix that is too long before anything is queued
        return new(source, options, cancel);
    }
}
