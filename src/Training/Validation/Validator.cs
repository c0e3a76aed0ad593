using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Scores;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Training.Validation;

/// <summary>How well one direction was translated.</summary>
/// <param name="Tokens">Tokens of all outputs, ends counted.</param>
internal sealed record DirectionScore(ValidationSet Set, CorpusScore Bleu, CorpusScore Chrf, IReadOnlyList<string> Outputs, int Tokens);

/// <summary>Translates validation sets with the decoder that serves requests, and scores the texts.</summary>
internal sealed class Validator(ModelConfig config, GenerationConfig generation, Tokenizer tokenizer)
{
    public IReadOnlyList<DirectionScore> Score(IEngine engine, IEnumerable<ValidationSet> sets, DecodingOptions options, CancellationToken cancel)
    {
        var translator = new SentenceTranslator("validation", engine, config, generation);
        return [.. sets.Select(set => Score(translator, set, engine.MaxPositions, options, cancel))];
    }

    /// <summary>The best translation of each source, and the tokens of all, ends counted.</summary>
    public (IReadOnlyList<string> Outputs, int Tokens) Translate(SentenceTranslator translator, ValidationSet set, int longest, DecodingOptions options, CancellationToken cancel)
    {
        var hypotheses = translator.Translate(set.Encode(tokenizer, longest), options, cancel).Select(best => best[0].Tokens).ToList();
        return ([.. hypotheses.Select(tokens => tokenizer.Decode(tokens))], hypotheses.Sum(tokens => tokens.Count + 1));
    }

    private DirectionScore Score(SentenceTranslator translator, ValidationSet set, int longest, DecodingOptions options, CancellationToken cancel)
    {
        var (outputs, tokens) = Translate(translator, set, longest, options, cancel);
        var references = set.Pairs.Select(pair => pair.Target).ToList();
        var bleu = new Bleu(set.IsChinese ? BleuTokenizer.Zh : BleuTokenizer.V13a, new BleuOptions { Lowercase = set.Lowercase });
        var chrf = new Chrf(new ChrfOptions { Lowercase = set.Lowercase });
        return new DirectionScore(set, bleu.Score(outputs, references), chrf.Score(outputs, references), outputs, tokens);
    }
}
