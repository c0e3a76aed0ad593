using System.Globalization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Validation;

namespace Seq2SeqService.Training.Publishing;

/// <summary>
/// Makes of a published version a new one with a shortlist. All other files are those of the old version, byte for byte, but for the model
/// card, which gets a section on how well the lists fit and what they cost.
/// </summary>
internal sealed class ShortlistPublication(Checkpoint published, TextWriter output)
{
    /// <param name="tests">Test sets for the card; none leaves the price unmeasured.</param>
    public Checkpoint Publish(string store, string? version, Shortlist shortlist, IReadOnlyList<TestRecipe> tests, CancellationToken cancel)
    {
        var options = new CpuEngineOptions { Precision = published.HasInt8Weights ? CpuPrecision.Int8 : CpuPrecision.Fp32 };   // as it serves
        var weights = published.HasInt8Weights ? published.ReadInt8Weights() : published.ReadWeights();
        var scores = new TestScores(published.Config, published.Generation, published.Tokenizer, output);
        var body = ShortlistSection.Body(
            Fits(shortlist, tests),
            scores.Measure(weights, options, tests, cancel),
            scores.Measure(weights, options with { Shortlist = shortlist }, tests, cancel));

        var copy = new VersionCopy(published);
        return copy.Publish(store, version,
        [
            CheckpointFile.Of(CheckpointFiles.ModelCard, CardSections.Put(copy.Card, ShortlistSection.Title, body)),
            new CheckpointFile(CheckpointFiles.Shortlist, shortlist.Write),
        ]);
    }

    private List<ShortlistFit> Fits(Shortlist shortlist, IReadOnlyList<TestRecipe> tests)
    {
        var fits = tests.SelectMany(test => ValidationSet.Read([test], limit: 0).Select(set => Fit(shortlist, test.Name, set))).ToList();
        foreach (var fit in fits)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{fit.TestSet} {fit.Direction}: {fit.MeanTokens:F0} tokens in a sentence's list, {100 * fit.Covered:F2} % of the reference's tokens are in it"));
        }

        return fits;
    }

    private ShortlistFit Fit(Shortlist shortlist, string name, ValidationSet set)
    {
        long listed = 0, tokens = 0, covered = 0;
        foreach (var pair in set.Pairs)
        {
            var list = shortlist.TokensFor(published.Tokenizer.EncodeSource(pair.Source, pair.TargetLanguage));
            var reference = published.Tokenizer.EncodeTarget(pair.Target);
            listed += list.Length;
            tokens += reference.Length;
            covered += reference.Count(token => Array.BinarySearch(list, token) >= 0);
        }

        return new($"{name} ({set.Pairs.Count} sentences)", set.Name, (double)listed / set.Pairs.Count, (double)covered / tokens);
    }
}
