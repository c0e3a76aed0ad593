using System.IO.Compression;
using System.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Detection;

/// <summary>What each language costs at each n-gram: −ln p in steps of 1 / <see cref="StepsPerNat"/>, a byte for each bucket and language.</summary>
public sealed class LanguageProfile
{
    public const double StepsPerNat = 12;

    private const string Magic = "seq2seq-language-profile 1";
    private const string BuiltIn = "languages.profile";
    private const int MaxBuckets = 1 << 20;
    private const int MaxLanguages = 200;

    private static readonly Lazy<LanguageProfile> Bundled = new(ReadBuiltIn);

    private readonly byte[] _costs;     // [bucket, language]
    private readonly Script[][] _scripts;

    internal LanguageProfile(IReadOnlyList<string> languages, Script[][] scripts, byte[] costs)
    {
        (Languages, _scripts, _costs) = (languages, scripts, costs);
        Buckets = costs.Length / languages.Count;
    }

    /// <summary>The profile that comes with the assembly; its README names the texts it is made from.</summary>
    public static LanguageProfile Default => Bundled.Value;

    /// <summary>ISO 639-1 codes.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>Buckets that n-grams fall into; a power of two.</summary>
    public int Buckets { get; }

    /// <summary>Costs of one bucket, in the order of <see cref="Languages"/>.</summary>
    internal ReadOnlySpan<byte> CostsOf(int bucket) => _costs.AsSpan(bucket * Languages.Count, Languages.Count);

    internal bool IsWrittenIn(int language, Script script) => _scripts[language].Contains(script);

    /// <summary>Writes the profile, compressed.</summary>
    public void Write(Stream stream)
    {
        using var packed = new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        using var writer = new BinaryWriter(packed, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Buckets);
        writer.Write(Languages.Count);
        for (var language = 0; language < Languages.Count; language++)
        {
            writer.Write(Languages[language]);
            writer.Write(string.Join(' ', _scripts[language]));
        }

        writer.Write(_costs);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; anything else is an <see cref="InvalidDataException"/>.</summary>
    public static LanguageProfile Read(Stream stream)
    {
        using var unpacked = new BrotliStream(stream, CompressionMode.Decompress, leaveOpen: true);
        using var reader = new BinaryReader(unpacked, Encoding.UTF8);
        try
        {
            if (reader.ReadString() != Magic)
                throw new InvalidDataException($"The language profile does not begin with '{Magic}'.");

            var (buckets, count) = (reader.ReadInt32(), reader.ReadInt32());
            if (buckets is < 1 or > MaxBuckets || (buckets & (buckets - 1)) != 0 || count is < 1 or > MaxLanguages)
                throw new InvalidDataException($"The language profile cannot have {buckets} buckets and {count} languages.");

            var (languages, scripts) = (new string[count], new Script[count][]);
            for (var language = 0; language < count; language++)
            {
                languages[language] = reader.ReadString();
                scripts[language] = [.. reader.ReadString().Split(' ').Select(Enum.Parse<Script>)];
            }

            var costs = new byte[buckets * count];
            unpacked.ReadExactly(costs);
            return new(languages, scripts, costs);
        }
        catch (Exception error) when (error is EndOfStreamException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException("The language profile is damaged.", error);
        }
    }

    private static LanguageProfile ReadBuiltIn()
    {
        using var resource = typeof(LanguageProfile).Assembly.GetManifestResourceStream(BuiltIn)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {BuiltIn}.");
        return Read(resource);
    }
}
