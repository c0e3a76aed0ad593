namespace Seq2SeqService.Reliability.Reloads;

/// <summary>What became of damaged versions, by the kind of damage.</summary>
internal sealed class DamageReport
{
    private readonly List<(string Kind, string Reason)> _refused = [];
    private readonly List<string> _accepted = [];
    private readonly List<string> _broken = [];

    public int AllRefused => _refused.Count;

    public int Broken => _broken.Count;

    public void Refused(string kind, string reason) => _refused.Add((kind, reason));

    /// <summary>It serves, and by its sentinels as well as ever: what was changed is harmless, or the version was whole before its publisher died.</summary>
    public void Unharmed(string kind) => _accepted.Add(kind);

    public void BrokenPromise(string kind, string what) => _broken.Add($"{kind}: {what}");

    public void Print()
    {
        Console.WriteLine("| damage | tried | refused | served unharmed, or whole | a reason |\n|---|---:|---:|---:|---|");
        foreach (var kind in _refused.Select(one => one.Kind).Concat(_accepted).Distinct())
        {
            var (refused, accepted) = (_refused.Where(one => one.Kind == kind).ToList(), _accepted.Count(one => one == kind));
            Console.WriteLine($"| {kind} | {refused.Count + accepted} | {refused.Count} | {accepted} | {refused.Select(one => one.Reason).LastOrDefault("–")} |");
        }

        Console.WriteLine($"| all | {_refused.Count + _accepted.Count} | {_refused.Count} | {_accepted.Count} | |");
        _broken.ForEach(broken => Console.WriteLine($"- broken: {broken}"));
    }
}
