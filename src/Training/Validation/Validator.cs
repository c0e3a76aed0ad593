using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Scores;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Training.Validation;

/// <summary>How well one direction was translated.</summary>
internal sealed record DirectionScore(ValidationSet Set, CorpusScore Bleu, CorpusScore Chrf, IReadOnlyList<string> Outputs);

/// <summary>Translates validation sets with the decoder that serves requests, and scores the texts.</summary>
internal sealed class Validator(ModelConfig config, GenerationConfig generation, Tokenizer tokenizer)
{
    public IReadOnlyList<DirectionScore> Score(IEngine engine, IEnumerable<ValidationSet> sets, DecodingOptions options, CancellationToken cancel)
    {
        var translator = new SentenceTranslator("validation", engine, config, generation);
        return [.. sets.Select(set => Score(translator, set, options, cancel))];
    }

    private DirectionScore Score(SentenceTranslator translator, ValidationSet set, DecodingOptions options, CancellationToken cancel)
    {
        var outputs = translator.Translate(set.Encode(tokenizer, config.MaxPositions), options, cancel)
            .Select(hypotheses => tokenizer.Decode(hypotheses[0].Tokens))
            .ToList();
        var references = set.Pairs.Select(pair => pair.Target).ToList();
        var tokenization = set.Direction?.Target == "zh" ? BleuTokenizer.Zh : BleuTokenizer.V13a;
        return new DirectionScore(
            set, new Bleu(tokenization).Score(outputs, references), new Chrf().Score(outputs, references), outputs);
    }
}
