using Seq2SeqService.Api.Problems;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.Glossaries;

/// <summary>Entries on their way into a glossary, one by one. What is wrong with one is refused with the place that it stands at.</summary>
internal sealed class EntryList
{
    private const int MaxQuotedLength = 40;

    private readonly List<GlossaryTerm> _terms = [];
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);

    public int Count => _terms.Count;

    public IReadOnlyList<GlossaryTerm> Terms => _terms.Count > 0 ? _terms : throw Refused("must hold at least one entry");

    /// <param name="place">Where it stands, as people say it: <c>line 3</c>.</param>
    /// <param name="source">The term.</param>
    /// <param name="target">Its translation.</param>
    public void Add(string place, string? source, string? target)
    {
        if (!TermRule.IsTerm(source))
            throw Refused($"{place}: the source {Quoted(source)} {TermRule.Demand}");
        if (!TermRule.IsTerm(target))
            throw Refused($"{place}: the target {Quoted(target)} {TermRule.Demand}");
        if (!_places.TryAdd(source!, place))
            throw Refused($"{place}: the source {Quoted(source)} stands in {_places[source!]} already");

        _terms.Add(new(source!, target!));
    }

    public static RequestRefusedException Refused(string fault) => new(ProblemKind.InvalidRequest, "entries", fault);

    private static string Quoted(string? value) => $"'{Excerpt.Of(value ?? "", MaxQuotedLength)}'";
}
