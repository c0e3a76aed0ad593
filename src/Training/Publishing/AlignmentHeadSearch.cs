using System.Globalization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Alignment;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Training.Data;

namespace Seq2SeqService.Training.Publishing;

/// <summary>How well alignments agree with a person's.</summary>
/// <param name="Precision">Share of the pairs of words found that are right.</param>
/// <param name="Recall">Share of the right ones that are found.</param>
internal readonly record struct AlignmentScore(double Precision, double Recall)
{
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"F1 {100 * F1:F1} (precision {100 * Precision:F1}, recall {100 * Recall:F1})");
}

/// <summary>
/// Chooses the attention heads that alignments are read from. Each head is scored alone by hand-aligned sentences, once for the token that is
/// written and once for the one before; then the best is joined by the next as long as the score gains.
/// </summary>
internal sealed class AlignmentHeadSearch
{
    private const int MostHeads = 12;
    private const double LeastGain = 0.001;

    private readonly Checkpoint _checkpoint;
    private readonly IEngine _engine;
    private readonly List<Sentence> _sentences;
    private readonly CancellationToken _cancel;

    /// <param name="directions">For each direction the pairs, its source first.</param>
    public AlignmentHeadSearch(Checkpoint checkpoint, IEngine engine, IReadOnlyList<(LanguagePair Direction, AlignedPair Pair)> directions, CancellationToken cancel)
    {
        (_checkpoint, _engine, _cancel) = (checkpoint, engine, cancel);
        _sentences = [.. directions.Select(pair => new Sentence(
            pair.Pair, checkpoint.Tokenizer.EncodeSource(pair.Pair.Source, pair.Direction.Target), checkpoint.Tokenizer.EncodePrefix(pair.Pair.Target)))];
    }

    /// <summary>What the mean of all heads gives.</summary>
    public AlignmentScore Mean => Score(Rows(_checkpoint.Generation with { AlignmentHeads = [] }));

    public (IReadOnlyList<IReadOnlyList<int>> Heads, AlignmentScore Score) Best()
    {
        var candidates = Candidates().Select(head => (Head: head, Rows: Rows(_checkpoint.Generation with { AlignmentHeads = [head] }))).ToList();
        var chosen = new List<(IReadOnlyList<int> Head, float[][][] Rows)>();
        var best = default(AlignmentScore);
        while (chosen.Count < MostHeads)
        {
            var next = candidates.Except(chosen).Select(candidate => (Candidate: candidate, Score: Score(Join([.. chosen, candidate])))).MaxBy(tried => tried.Score.F1);
            if (next.Score.F1 < best.F1 + LeastGain)
                break;

            chosen.Add(next.Candidate);
            best = next.Score;
        }

        return ([.. chosen.Select(candidate => candidate.Head)], best);
    }

    private IEnumerable<IReadOnlyList<int>> Candidates()
    {
        var (layers, heads) = AlignmentHeads.Attending(_checkpoint.Config);
        return from layer in Enumerable.Range(0, layers) from head in Enumerable.Range(0, heads) from step in Enumerable.Range(0, 2) select (IReadOnlyList<int>)[layer, head, step];
    }

    /// <summary>The weights that these settings give, [sentences][target tokens][source tokens]; the decoder is made to say the person's translation.</summary>
    private float[][][] Rows(GenerationConfig generation)
    {
        var translator = new SentenceTranslator(_checkpoint.Name, _engine, _checkpoint.Config, generation);
        return [.. _sentences.Select(sentence =>
        {
            var options = new DecodingOptions { BeamSize = 1, Prefix = sentence.Target, WithAlignment = true };
            return translator.Translate([sentence.Source], options, _cancel)[0][0].Alignment.Take(sentence.Target.Length).ToArray();
        })];
    }

    /// <summary>The mean over the heads of a step, and the sum over the two steps, as serving does it.</summary>
    private float[][][] Join(IReadOnlyList<(IReadOnlyList<int> Head, float[][][] Rows)> heads)
    {
        var counts = heads.GroupBy(head => head.Head[2]).ToDictionary(group => group.Key, group => group.Count());
        return [.. _sentences.Select((sentence, i) => Enumerable.Range(0, sentence.Target.Length).Select(t =>
        {
            var row = new float[sentence.Source.Length];
            foreach (var (head, rows) in heads)
            {
                for (var s = 0; s < row.Length; s++)
                    row[s] += rows[i][t][s] / counts[head[2]];
            }

            return row;
        }).ToArray())];
    }

    private AlignmentScore Score(float[][][] rows)
    {
        var (right, found, known) = (0, 0, 0);
        for (var i = 0; i < _sentences.Count; i++)
        {
            var (pair, source, target) = _sentences[i];
            var words = WordAlignment.Of(_checkpoint.Tokenizer, pair.Source, source, target, rows[i]);
            right += words.Count(pair.Words.Contains);
            found += words.Count;
            known += pair.Words.Count;
        }

        return new((double)right / Math.Max(1, found), (double)right / Math.Max(1, known));
    }

    private sealed record Sentence(AlignedPair Pair, int[] Source, int[] Target);
}
