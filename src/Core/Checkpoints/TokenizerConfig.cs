using System.Text.Json.Serialization;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// What <c>tokenizer_config.json</c> says of languages: MarianTokenizer's keys, and one of our own for models of several directions.
/// </summary>
public sealed record TokenizerConfig
{
    private const int MaxBytes = 1 << 20;
    private const int MaxDirections = 10_000;
    private const int MaxCodeLength = 40;

    [JsonPropertyName("source_lang")]
    public string? SourceLanguage { get; init; }

    [JsonPropertyName("target_lang")]
    public string? TargetLanguage { get; init; }

    /// <summary>Directions as <c>en-de</c>; wins over the two keys above.</summary>
    [JsonPropertyName("directions")]
    public IReadOnlyList<string>? Directions { get; init; }

    /// <summary>The configuration of a model of these <paramref name="directions"/>; none for another text-to-text task.</summary>
    public static TokenizerConfig Of(IReadOnlyList<LanguagePair> directions) => new()
    {
        SourceLanguage = directions.Count == 1 ? directions[0].Source : null,
        TargetLanguage = directions.Count == 1 ? directions[0].Target : null,
        Directions = directions.Count > 1 ? [.. directions.Select(pair => pair.ToString())] : null,
    };

    /// <summary>Reads and checks a file; a fault is a <see cref="CheckpointException"/> that names file and key.</summary>
    public static TokenizerConfig Read(string path)
    {
        var config = JsonFile.Read<TokenizerConfig>(path, MaxBytes);
        config.Pairs(Path.GetFileName(path));
        return config;
    }

    /// <summary>The directions that the keys name; empty where they name none.</summary>
    public IReadOnlyList<LanguagePair> Pairs() => Pairs(CheckpointFiles.TokenizerConfig);

    /// <summary>The text of the file, with the keys that MarianTokenizer expects.</summary>
    public byte[] ToBytes()
    {
        Pairs();
        var keys = new Dictionary<string, object?>
        {
            ["tokenizer_class"] = "MarianTokenizer",
            ["source_lang"] = SourceLanguage,
            ["target_lang"] = TargetLanguage,
            ["directions"] = Directions,
            ["unk_token"] = "<unk>",
            ["eos_token"] = "</s>",
            ["pad_token"] = "<pad>",
            ["separate_vocabs"] = false,
        };
        return JsonFile.ToBytes(keys, [.. keys.Where(pair => pair.Value is null).Select(pair => pair.Key)]);
    }

    private LanguagePair[] Pairs(string file)
    {
        var limits = new Limits(file);
        if (Directions is null)
        {
            return SourceLanguage is null || TargetLanguage is null
                ? []
                : [new(Code(limits, "source_lang", SourceLanguage), Code(limits, "target_lang", TargetLanguage))];
        }

        limits.Within("directions", Directions.Count, 1, MaxDirections);
        var pairs = new LanguagePair[Directions.Count];
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = Pair(limits, Directions[i]);

        return pairs;
    }

    private static LanguagePair Pair(Limits limits, string? direction)
    {
        if (direction?.Split('-') is not [var source, var target])
            throw limits.Fault("directions", $"'{direction}'", "a direction is two codes with a hyphen between them, such as en-de");

        return new(Code(limits, "directions", source), Code(limits, "directions", target));
    }

    private static string Code(Limits limits, string key, string code)
    {
        if (code.Length is < 2 or > MaxCodeLength || !code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '+'))
            throw limits.Fault(key, $"'{code}'", $"a language is 2 to {MaxCodeLength} letters, digits, '_', '-' or '+'");

        return code;
    }
}
