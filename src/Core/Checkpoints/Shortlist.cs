namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// The target tokens that a source can call for (a lexical shortlist, Jean et al., 2015): some that any output may need, and for each source
/// token its likeliest translations. Read and written as <c>shortlist.safetensors</c>, in I32: <c>frequent</c> [F], <c>offsets</c> [V+1] and
/// <c>targets</c> [n], of which those from offsets[s] to offsets[s+1] belong to source token s.
/// </summary>
public sealed class Shortlist
{
    private const string FrequentName = "frequent";
    private const string OffsetsName = "offsets";
    private const string TargetsName = "targets";

    private readonly int[] _frequent;
    private readonly int[] _offsets;
    private readonly int[] _targets;

    /// <param name="frequent">Tokens of every list, the end of sentence among them.</param>
    /// <param name="targets">For every token of the vocabulary as a source its likeliest targets.</param>
    public Shortlist(IEnumerable<int> frequent, IReadOnlyList<int[]> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        _frequent = [.. frequent];
        _targets = [.. targets.SelectMany(own => own)];
        _offsets = new int[targets.Count + 1];
        for (var source = 0; source < targets.Count; source++)
            _offsets[source + 1] = _offsets[source] + targets[source].Length;
    }

    private Shortlist(int[] frequent, int[] offsets, int[] targets) => (_frequent, _offsets, _targets) = (frequent, offsets, targets);

    /// <summary>Reads a file for a vocabulary; one that cannot be believed is a <see cref="CheckpointException"/> with the tensor's name.</summary>
    public static Shortlist Read(string path, int vocabularySize, int eosId)
    {
        using var reader = SafetensorsReader.Open(path);
        var file = Path.GetFileName(path);
        var frequent = Integers(reader, file, FrequentName);
        var offsets = Integers(reader, file, OffsetsName);
        var targets = Integers(reader, file, TargetsName);

        RequireIds(frequent, file, FrequentName, vocabularySize);
        RequireIds(targets, file, TargetsName, vocabularySize);
        RequireOffsets(offsets, file, vocabularySize, targets.Length);
        if (!frequent.Contains(eosId))
            throw Fault(file, FrequentName, $"lacks the end of sentence, {eosId}; no output could end");

        return new(frequent, offsets, targets);
    }

    public void Write(Stream stream) => SafetensorsWriter.Write(
        stream, [StoredTensor.Of(FrequentName, _frequent), StoredTensor.Of(OffsetsName, _offsets), StoredTensor.Of(TargetsName, _targets)]);

    /// <summary>The tokens that an output for this source may consist of: ascending, each once.</summary>
    public int[] TokensFor(ReadOnlySpan<int> source)
    {
        var tokens = new List<int>(_frequent);
        foreach (var token in source)
            tokens.AddRange(_targets.AsSpan(_offsets[token].._offsets[token + 1]));

        tokens.Sort();
        var count = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (count == 0 || tokens[count - 1] != tokens[i])
                tokens[count++] = tokens[i];
        }

        return [.. tokens[..count]];
    }

    private static int[] Integers(SafetensorsReader reader, string file, string name)
    {
        var tensor = reader.Find(name);
        return tensor.Shape.Count == 1
            ? reader.ReadIntegers(tensor)
            : throw Fault(file, name, $"has the shape [{string.Join(", ", tensor.Shape)}]; it must be a list");
    }

    private static void RequireIds(int[] ids, string file, string name, int vocabularySize)
    {
        foreach (var id in ids)
        {
            if ((uint)id >= (uint)vocabularySize)
                throw Fault(file, name, $"has the id {id}; the vocabulary has ids from 0 to {vocabularySize - 1}");
        }
    }

    private static void RequireOffsets(int[] offsets, string file, int vocabularySize, int targets)
    {
        if (offsets.Length != vocabularySize + 1)
            throw Fault(file, OffsetsName, $"has {offsets.Length} values; a vocabulary of {vocabularySize} needs {vocabularySize + 1}");
        if (offsets[0] != 0 || offsets[^1] != targets)
            throw Fault(file, OffsetsName, $"goes from {offsets[0]} to {offsets[^1]}; it must go from 0 to the {targets} values of {TargetsName}");

        for (var source = 0; source < vocabularySize; source++)
        {
            if (offsets[source] > offsets[source + 1])
                throw Fault(file, OffsetsName, $"falls from {offsets[source]} to {offsets[source + 1]} at {source + 1}");
        }
    }

    private static CheckpointException Fault(string file, string tensor, string fault) => new($"{file}: tensor '{tensor}' {fault}.");
}
