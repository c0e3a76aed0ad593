using Seq2SeqService.Core.Documents;
using Seq2SeqService.Core.Markup;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Reliability.Formats;

/// <summary>Readers of documents; what is read is written again, with translations whose words stand for any others.</summary>
internal static class DocumentReaders
{
    private const long SquareOfPieces = 48 << 20;   // of the thousand pieces into which codes may cut one text, which the formats with codes allow
    private static readonly LanguagePair Languages = new("en", "de");
    private static readonly DocumentLimits Limits = new() { MaxUnpackedBytes = 1 << 20, MaxArchiveFiles = 500 };

    public static IEnumerable<FormatReader> All =>
    [
        .. DocumentSeeds.Texts.Select(seed => Reader(seed.Name, new TextMutation(seed.Samples, seed.Special).Next)),
        Reader("docx", new ArchiveMutation("word/document.xml", new TextMutation(DocumentSeeds.Word, DocumentSeeds.WordSpecial)).Next) with { FixedBytes = SquareOfPieces },
    ];

    private static FormatReader Reader(string ending, Func<Random, byte[]> next)
    {
        var format = DocumentFormats.Of($"a.{ending}")!;
        var reader = new FormatReader(ending, next, input => RoundTrip(format, input), typeof(DocumentException)) { BytesPerByte = ending is "html" or "md" ? 8000 : 2000 };
        return ending is "xlf" or "tmx" or "resx" ? reader with { FixedBytes = SquareOfPieces } : reader;
    }

    private static void RoundTrip(IDocumentFormat format, byte[] input)
    {
        var document = DocumentFormats.Read(format, input, Limits);
        var random = new Random(input.Length);
        document.Write([.. document.Texts.Select(text => AnyTranslation.Of(text, random))], Languages);
    }
}
