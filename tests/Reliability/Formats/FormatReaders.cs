namespace Seq2SeqService.Reliability.Formats;

/// <summary>All that read bytes from outside. What takes a path reads from a folder of its own, which goes with it.</summary>
internal sealed class FormatReaders : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("formats").FullName;

    public FormatReaders()
    {
        string[] folders = [.. Enumerable.Range(0, 3).Select(number => Directory.CreateDirectory(Path.Combine(_folder, $"{number}")).FullName)];
        All = [.. new CheckpointReaders(folders[0]).All, .. new TokenizerReaders(folders[1]).All, .. DocumentReaders.All, .. MarkupReaders.All, .. new ServiceReaders(folders[2]).All];
    }

    public IReadOnlyList<FormatReader> All { get; }

    public FormatReader this[string name] => All.FirstOrDefault(reader => reader.Name == name)
        ?? throw new ArgumentException($"There is no reader '{name}'; there are {string.Join(", ", All.Select(reader => reader.Name))}.", nameof(name));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
