using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Training.Commands;

/// <summary>Translates lines sentence by sentence; blank lines, white space and what has no letters stay as they are.</summary>
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

    private IReadOnlyList<TextSegment> Split(string line) =>
        [.. TextSegments.Split(line, sentence => Encode(sentence).Length, model.Engine.MaxPositions)];

    private int[] Encode(string sentence) => model.Checkpoint.Tokenizer.EncodeSource(sentence, direction?.Target);
}
