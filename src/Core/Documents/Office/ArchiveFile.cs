using System.IO.Compression;

namespace Seq2SeqService.Core.Documents.Office;

/// <summary>A ZIP archive as its files, unpacked in memory within limits: what the archive claims about their sizes is not believed.</summary>
internal sealed class ArchiveFile
{
    private const int Chunk = 64 * 1024;

    private readonly List<(string Name, byte[] Content)> _files = [];

    public IEnumerable<string> Names => _files.Select(file => file.Name);

    public byte[]? this[string name]
    {
        get => _files.FirstOrDefault(file => file.Name == name).Content;
        set => _files[_files.FindIndex(file => file.Name == name)] = (name, value!);
    }

    public static ArchiveFile Read(byte[] content, DocumentLimits limits)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            if (archive.Entries.Count > limits.MaxArchiveFiles)
                throw TooLarge($"has {archive.Entries.Count} files; at most {limits.MaxArchiveFiles} are accepted");

            var read = new ArchiveFile();
            var left = limits.MaxUnpackedBytes;
            foreach (var entry in archive.Entries)
            {
                if (entry.FullName.Length == 0)
                    throw new DocumentException("The archive has a file without a name.");

                var file = Unpack(entry, left, limits.MaxUnpackedBytes);
                read._files.Add((entry.FullName, file));
                left -= file.Length;
            }

            return read;
        }
        catch (InvalidDataException error)
        {
            throw new DocumentException("The file is no ZIP archive, or a damaged one.", error);
        }
    }

    /// <summary>The archive again, its files in their order.</summary>
    public byte[] Write()
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in _files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return packed.ToArray();
    }

    private static byte[] Unpack(ZipArchiveEntry entry, long left, long all)
    {
        using var packed = entry.Open();
        using var unpacked = new MemoryStream();
        var chunk = new byte[Chunk];
        while (packed.Read(chunk) is > 0 and var count)
        {
            if (unpacked.Length + count > left)
                throw TooLarge($"unpacks to more than {all} bytes, which is the most that is accepted");
            unpacked.Write(chunk, 0, count);
        }

        return unpacked.ToArray();
    }

    private static DocumentException TooLarge(string fault) => new($"The archive {fault}.") { IsTooLarge = true };
}
