namespace Seq2SeqService.Api.Problems;

/// <summary>What is wrong with a request, by the JSON name of the field (<c>options.beamSize</c>).</summary>
internal sealed class FieldFaults
{
    private readonly Dictionary<string, List<string>> _faults = [];

    public bool Any => _faults.Count > 0;

    public FieldFaults Add(string field, string fault)
    {
        if (!_faults.TryGetValue(field, out var faults))
            _faults[field] = faults = [];

        faults.Add(fault);
        return this;
    }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByField =>
        _faults.ToDictionary(fault => fault.Key, fault => (IReadOnlyList<string>)fault.Value);

    /// <summary>All faults as sentences, for a problem's <c>detail</c>.</summary>
    public override string ToString() =>
        string.Join(" ", _faults.SelectMany(field => field.Value.Select(fault => $"{field.Key}: {fault.TrimEnd('.')}.")));
}
