using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Training.Commands;

/// <summary>Translates lines: each is one sentence; blank lines stay, and a line longer than the model accepts is cut at safe places.</summary>
internal sealed class LineTranslator(OpenedModel model, LanguagePair? direction, DecodingOptions options)
{
    public IReadOnlyList<string> Translate(IReadOnlyList<string> lines, CancellationToken cancel)
    {
        var places = Enumerable.Range(0, lines.Count).Where(i => !string.IsNullOrWhiteSpace(lines[i])).ToList();
        var sources = places.Select(i => model.Checkpoint.Tokenizer.EncodeSource(lines[i], direction?.Target)).ToList();
        var hypotheses = model.Sentences.Translate(sources, options, cancel);

        var translated = lines.ToArray();
        foreach (var (place, best) in places.Zip(hypotheses))
            translated[place] = model.Checkpoint.Tokenizer.Decode(best[0].Tokens);
        return translated;
    }
}
