namespace Seq2SeqService.Core.Scores.EditRate;

/// <summary>Where the words of a reference stand in a hypothesis, and which words of both have no equal there.</summary>
internal sealed class WordAlignment
{
    private readonly List<int> _places = [];
    private readonly List<bool> _wrongInReference = [];
    private readonly List<bool> _wrongInHypothesis = [];

    public WordAlignment(IEnumerable<Edit> path)
    {
        var at = -1;   // in the hypothesis
        foreach (var edit in path)
        {
            if (edit != Edit.Insert)
            {
                at++;
                _wrongInHypothesis.Add(edit != Edit.Keep);
            }

            if (edit != Edit.Delete)
            {
                _places.Add(at);
                _wrongInReference.Add(edit != Edit.Keep);
            }
        }
    }

    /// <summary>For each word of the reference the place of its word in the hypothesis; where it has none, of the word before, -1 at the beginning.</summary>
    public IReadOnlyList<int> Places => _places;

    /// <summary>A phrase that is right at either end is left where it is.</summary>
    public bool MayMove(Phrase phrase) =>
        _wrongInHypothesis.Skip(phrase.Start).Take(phrase.Length).Contains(true)
        && _wrongInReference.Skip(phrase.Wanted).Take(phrase.Length).Contains(true)
        && (_places[phrase.Wanted] < phrase.Start || _places[phrase.Wanted] >= phrase.Start + phrase.Length);

    /// <summary>Where the phrase could go: in front of these places of the hypothesis.</summary>
    public IEnumerable<int> Targets(Phrase phrase)
    {
        var last = -1;
        for (var word = phrase.Wanted - 1; word < phrase.Wanted + phrase.Length && word < _places.Count; word++)
        {
            var target = word < 0 ? 0 : _places[word] + 1;
            if (target == last)
                continue;

            last = target;
            yield return target;
        }
    }
}
