using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Guards;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>One sentence of a text on its way: decoded, looked at by the guards, where they find fault decoded once more in stricter ways.</summary>
internal sealed class Sentence
{
    private readonly string _text;
    private readonly DecodingOptions _options;
    private readonly SentencePreparer _preparer;
    private readonly IReadOnlyList<Kept> _kept;
    private readonly Rendering _first;
    private IReadOnlyList<Fault> _faults = [];
    private IReadOnlyList<Rendering> _stricter = [];

    public Sentence(string text, DecodingOptions options, SentencePreparer preparer)
    {
        (_text, _options, _preparer) = (text, options, preparer);
        _kept = preparer.KeptOf(text);
        _first = preparer.Rendered(text, _kept, options);
    }

    public IEnumerable<Job> Jobs => _first.Jobs;

    /// <summary>The jobs of stricter renderings, once <see cref="Jobs"/> are done; none where the guards find nothing wrong.</summary>
    public IReadOnlyList<Job> Reconsider()
    {
        var best = _first.Outputs(_preparer.Model.Tokenizer)[0];
        _faults = Check(best);
        _stricter = _faults.Count == 0 ? [] : [.. Stricter(best)];
        return [.. _stricter.SelectMany(rendering => rendering.Jobs)];
    }

    /// <summary>Its translation; all jobs must be done.</summary>
    public SettledSentence Settled => field ??= Settle();

    /// <summary>The output with the least fault, of the first rendering where it is no worse; with those beside it as alternatives.</summary>
    private SettledSentence Settle()
    {
        var tokenizer = _preparer.Model.Tokenizer;
        var first = _first.Outputs(tokenizer);
        if (_faults.Count == 0)
            return new(_text, _first, first, Best: 0, []);

        var (rendering, outputs, best, left) = (_first, first, 0, _faults);
        foreach (var other in _stricter.Where(rendering => rendering.IsDone))
        {
            var others = other.Outputs(tokenizer);
            for (var rank = 0; rank < others.Count; rank++)
            {
                var faults = Check(others[rank]);
                if (Weight(faults) < Weight(left))
                    (rendering, outputs, best, left) = (other, others, rank, faults);
            }
        }

        var warnings = Warnings(left).ToList();
        GuardMetrics.Count(_preparer.Model.Id.Name, warnings);
        return new(_text, rendering, outputs, best, warnings);
    }

    private IReadOnlyList<Fault> Check(RenderedText output) => SentenceGuards.Check(_text, output, _kept, _options, _preparer.Direction?.Target);

    private static int Weight(IReadOnlyList<Fault> faults) => faults.Sum(fault => fault.Weight);

    private IEnumerable<Rendering> Stricter(RenderedText best)
    {
        var stricter = StricterDecoding.Of(_options, _faults, _first.Jobs.Max(job => job.Source.Length));
        if (_preparer.Masked(_text, _kept, stricter, skip: 0) is { } same)
            yield return same;

        var more = WithNumbers(best.Text);
        if (more.Count > 0 && _preparer.Masked(_text, more, stricter, skip: _kept.Count) is { } others)
            yield return others;

        // With a prefix the output begins as the caller wants, and not with what is kept.
        if (_kept.Count > 0 && _options.Prefix.Count == 0 && _faults.Any(fault => fault.Kind == FaultKind.PlaceholderLost))
            yield return _preparer.InParts(_text, _kept, stricter);
    }

    /// <summary>What is kept, and the numbers that were lost.</summary>
    private IReadOnlyList<Kept> WithNumbers(string output)
    {
        var (source, target) = (_preparer.Direction?.Source, _preparer.Direction?.Target);
        var numbers = SentenceGuards.LostNumbers(_text, output, _kept, target)
            .Select(span => new Kept(span, NumberFormat.Localised(_text[span.Start..span.End], source, target)));

        return [.. _kept.Concat(numbers).OrderBy(item => item.Span.Start)];
    }

    private IEnumerable<SentenceWarning> Warnings(IReadOnlyList<Fault> left)
    {
        foreach (var fault in _faults)
        {
            var mended = !left.Contains(fault);
            yield return new(fault.Code, fault.Message + (mended ? " Decoding once more mended it." : " Decoding once more did not help."), mended);
        }

        foreach (var fault in left.Except(_faults))
            yield return new(fault.Code, fault.Message + " So said the better of two decodings.", Mended: false);
    }
}
