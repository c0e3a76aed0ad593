using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Glossaries;
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
    private readonly IReadOnlyList<Kept> _terms;
    private readonly Rendering _first;
    private IReadOnlyList<Fault> _faults = [];
    private IReadOnlyList<Rendering> _stricter = [];
    private volatile SettledSentence? _settled;

    public Sentence(string text, DecodingOptions options, SentencePreparer preparer)
    {
        (_text, _options, _preparer) = (text, options, preparer);
        _kept = preparer.KeptOf(text);
        _terms = preparer.TermsOf(text, _kept);
        _first = preparer.Rendered(text, _kept, options);
        if (_terms.Count > 0 && !Jobs.Any())
            _first = preparer.InParts(text, WithTerms(), options);   // nothing to decode, and still terms to put in
    }

    public IEnumerable<Job> Jobs => _first.Jobs;

    /// <summary>
    /// What of its translation is certain: all of it once it is settled. Before, the beginning of the first decoding where that is answered
    /// whatever it says; where it may be decoded once more, nothing.
    /// </summary>
    public string Beginning => _settled?.Output.Text ?? (IsFirstAnswered ? _first.Beginning(_preparer.Model.Tokenizer) : "");

    public bool IsSettled => _settled is not null;

    private bool IsFirstAnswered => !_preparer.MayDecodeAgain || (!_preparer.Rules.Guards && _terms.Count == 0);

    /// <summary>Has <paramref name="grown"/> called when <see cref="Beginning"/> may have grown; before the jobs are queued. It must not wait.</summary>
    public void Follow(Action grown)
    {
        foreach (var job in IsFirstAnswered ? Jobs : [])
            job.Stable = new(_preparer.LongestOutput(job), grown);
    }

    /// <summary>The jobs of stricter renderings, once <see cref="Jobs"/> are done; none where the guards find nothing wrong, or nothing was decoded.</summary>
    public IReadOnlyList<Job> Reconsider()
    {
        if (!Jobs.Any())
            return [];

        var best = Outputs[0];
        _faults = Check(best, again: false);
        _stricter = _faults.Count == 0 ? [] : [.. Stricter(best)];
        return [.. _stricter.SelectMany(rendering => rendering.Jobs)];
    }

    /// <summary>Its translation; all jobs must be done.</summary>
    public SettledSentence Settled => _settled ??= Choose();

    /// <summary>Ends it, so that it is whole for those who read along.</summary>
    public void Settle() => _settled = Choose();

    /// <summary>The output with the least fault, of the first rendering where it is no worse; with those beside it as alternatives.</summary>
    private SettledSentence Choose()
    {
        var tokenizer = _preparer.Model.Tokenizer;
        var first = Outputs;
        if (_faults.Count == 0)
            return new(_text, _first, first, Best: 0, []);

        var (rendering, outputs, best, left) = (_first, first, 0, _faults);
        foreach (var other in _stricter.Where(rendering => rendering.IsDone))
        {
            var others = other.Outputs(tokenizer);
            for (var rank = 0; rank < others.Count; rank++)
            {
                var faults = Check(others[rank], again: true);
                if (Weight(faults) < Weight(left))
                    (rendering, outputs, best, left) = (other, others, rank, faults);
            }
        }

        var warnings = Warnings(left).ToList();
        GuardMetrics.Count(_preparer.Model.Id.Name, warnings);
        return new(_text, rendering, outputs, best, warnings);
    }

    private IReadOnlyList<RenderedText> Outputs => field ??= _first.Outputs(_preparer.Model.Tokenizer);

    /// <summary>What is wrong with an output. Without guards that is a lost term, and, when a sentence is decoded <paramref name="again"/> for one, what that must not cost.</summary>
    private IReadOnlyList<Fault> Check(RenderedText output, bool again)
    {
        var lost = TermFinder.Lost(_terms, output.Text).Select(term => new Fault(FaultKind.TermLost, $"The term {term.Output} is not in the output."));
        return _preparer.Rules.Guards ? [.. SentenceGuards.Check(_text, output, _kept, _options, _preparer.Direction?.Target), .. lost] : again ? [.. output.MaskFaults, .. lost] : [.. lost];
    }

    private static int Weight(IReadOnlyList<Fault> faults) => faults.Sum(fault => fault.Weight);

    private IEnumerable<Rendering> Stricter(RenderedText best)
    {
        var stricter = StricterDecoding.Of(_options, _faults, _first.Jobs.Max(job => job.Source.Length));
        var lost = TermFinder.Lost(_terms, best.Text).ToList();
        var holding = lost.Count > 0 && _preparer.PhrasesOf(_terms) is { } phrases ? _preparer.Masked(_text, _kept, StricterDecoding.Holding(phrases, stricter), skip: 0) : null;
        if (holding is not null)
            yield return holding;

        if ((holding is null || _faults.Any(fault => fault.Kind != FaultKind.TermLost)) && _preparer.Masked(_text, _kept, stricter, skip: 0) is { } same)
            yield return same;

        // Two tries with other words each: parts, the last resort, read badly.
        var more = WithLost(best.Text, holding is null ? lost : []);
        for (var skip = _kept.Count; more.Count > 0 && skip <= _kept.Count + more.Count; skip += more.Count)
        {
            if (_preparer.Masked(_text, more, stricter, skip) is { } others)
                yield return others;
        }

        // With a prefix the output begins as the caller wants, and not with what is kept.
        if (_kept.Count + _terms.Count > 0 && _options.Prefix.Count == 0 && _faults.Any(fault => fault.Kind is FaultKind.PlaceholderLost or FaultKind.TermLost))
            yield return _preparer.InParts(_text, WithTerms(), stricter);
    }

    private IReadOnlyList<Kept> WithTerms() => [.. _kept.Concat(_terms).OrderBy(item => item.Span.Start)];

    /// <summary>What is kept, and the <paramref name="terms"/> and numbers that were lost; nothing where there are none of these.</summary>
    private IReadOnlyList<Kept> WithLost(string output, IReadOnlyList<Kept> terms)
    {
        var (source, target) = (_preparer.Direction?.Source, _preparer.Direction?.Target);
        var numbers = SentenceGuards.LostNumbers(_text, output, _kept, target)
            .Where(span => terms.All(other => other.Span.End <= span.Start || span.End <= other.Span.Start))
            .Select(span => new Kept(span, NumberFormat.Localised(_text[span.Start..span.End], source, target)));

        return [.. _kept.Concat(terms).Concat(numbers).OrderBy(item => item.Span.Start)];
    }

    private IEnumerable<SentenceWarning> Warnings(IReadOnlyList<Fault> left)
    {
        foreach (var fault in _faults)
        {
            var mended = !left.Contains(fault);
            if (mended && fault.Kind == FaultKind.TermLost)
                continue;   // that is how terms come in

            yield return new(fault.Code, fault.Message + (mended ? " Decoding once more mended it." : " Decoding once more did not help."), mended);
        }

        foreach (var fault in left.Except(_faults))
            yield return new(fault.Code, fault.Message + " So said the better of two decodings.", Mended: false);
    }
}
