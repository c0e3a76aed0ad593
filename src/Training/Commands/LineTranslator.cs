using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Training.Commands;

/// <summary>
/// Translates lines sentence by sentence, or whole where the model has no languages, as the service does; blank lines and white space (of
/// sentences, what has no letters too) stay as they are.
/// </summary>
internal sealed class LineTranslator(OpenedModel model, LanguagePair? direction, DecodingOptions options)
{
    public IReadOnlyList<string> Translate(IReadOnlyList<string> lines, CancellationToken cancel)
    {
        var segments = lines.Select(Split).ToList();
        var sources = segments.SelectMany(line => line).Where(segment => segment.IsTranslatable).Select(segment => Encode(segment.Text)).ToList();
        var translations = new Queue<string>(model.Sentences.Translate(sources, options, cancel)
            .Select(hypotheses => model.Checkpoint.Tokenizer.Decode(hypotheses[0].Tokens)));

        return [.. segments.Select(line => string.Concat(line.Select(segment => segment.IsTranslatable ? translations.Dequeue() : segment.Text)))];
    }

    private IReadOnlyList<TextSegment> Split(string line) => direction is not null
        ? TextSegments.Split(line, CountTokens, model.Engine.MaxPositions)
        : TextLines.Split(line, CountTokens, model.Engine.MaxPositions);

    private int CountTokens(string sentence) => Encode(sentence).Length;

    private int[] Encode(string sentence) => model.Checkpoint.Tokenizer.EncodeSource(sentence, direction?.Target);
}
