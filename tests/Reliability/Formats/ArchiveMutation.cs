using System.IO.Compression;
using System.Text;

namespace Seq2SeqService.Reliability.Formats;

/// <summary>ZIP archives: sound ones around damaged parts, odd names, many files and bombs; and archives whose own bytes are damaged.</summary>
/// <param name="part">The name of the part that is damaged.</param>
/// <param name="content">Makes it.</param>
internal sealed class ArchiveMutation(string part, TextMutation content)
{
    private const double ByteShare = 0.4;

    private static readonly string[] Names =
        ["word/document.xml", "word/header1.xml", "word/footnotes.xml", "[Content_Types].xml", "../../x.xml", "/etc/passwd", "word/", "word/document.xml/", "C:\\x", "word/\0.xml", "WORD/DOCUMENT.XML", "word/_rels/document.xml.rels"];

    public byte[] Next(Random random)
    {
        var archive = Packed(random);
        return random.NextDouble() < ByteShare ? ByteMutation.Damage(archive, random) : archive;
    }

    private byte[] Packed(Random random)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            if (random.Next(20) != 0)
                Add(archive, part, content.Next(random), random);
            for (var left = random.Next(3); left > 0; left--)
                Add(archive, Names[random.Next(Names.Length)], Content(random), random);
            for (var left = random.Next(300) == 0 ? random.Next(600) : 0; left > 0; left--)
                archive.CreateEntry($"word/many{left}.xml");
        }

        return packed.ToArray();
    }

    private byte[] Content(Random random) => random.Next(100) switch
    {
        0 => new byte[random.Next(1 << 21)],   // a bomb, small as bombs go
        < 50 => content.Next(random),
        _ => Encoding.UTF8.GetBytes("<a/>"),
    };

    private static void Add(ZipArchive archive, string name, byte[] content, Random random)
    {
        using var entry = archive.CreateEntry(name, random.Next(3) == 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest).Open();
        entry.Write(content);
    }
}
