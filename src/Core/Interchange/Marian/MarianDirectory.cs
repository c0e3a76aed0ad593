using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>
/// Finds the files of a Marian model: <c>decoder.yml</c> or <c>config.yml</c> names weights and vocabularies; without one, what lies there
/// decides. OPUS-MT's directories and those of the Bergamot project are laid out so.
/// </summary>
internal sealed class MarianDirectory
{
    private readonly string _path;

    public MarianDirectory(string path)
    {
        _path = path;
        var settings = (string[])[.. Matching("decoder.yml"), .. Matching("config.yml"), .. Matching("*.decoder.yml")];
        Decoder = MarianOptions.Parse(settings.Length > 0 ? File.ReadAllText(settings[0]) : "", settings.Length > 0 ? Path.GetFileName(settings[0]) : "decoder.yml");
        Weights = Decoder.All("models") switch
        {
            [var one] => Named(one),
            [] => Only([.. Matching("*.npz"), .. Matching("*.bin").Where(file => !IsShortlist(file))], "weights (.npz or .bin)"),
            var several => throw new CheckpointException($"decoder.yml names {several.Count} models, an ensemble; import one of them by leaving the others out."),
        };
        var vocabularies = Decoder.All("vocabs").Count > 0
            ? Decoder.All("vocabs").Select(Named).ToArray()
            : [.. Matching("*vocab*.yml").Concat(Matching("*vocab*.spm")).Order(StringComparer.Ordinal)];
        if (vocabularies.Length is 0 or > 2)
            throw new CheckpointException($"{vocabularies.Length} vocabularies were found; name those of source and target under 'vocabs' in decoder.yml.");
        (SourceVocabulary, TargetVocabulary) = (vocabularies[0], vocabularies[^1]);
    }

    /// <summary>Settings for decoding.</summary>
    public MarianOptions Decoder { get; }

    /// <summary>Path of the weights.</summary>
    public string Weights { get; }

    public string SourceVocabulary { get; }

    public string TargetVocabulary { get; }

    public SentencePieceModel SourceModel => SentencePiece(SourceVocabulary, "source.spm");

    public SentencePieceModel TargetModel => SentencePiece(TargetVocabulary, "target.spm");

    /// <summary>The pieces of a vocabulary by id. A SentencePiece model as Marian uses it is its own vocabulary.</summary>
    public static IReadOnlyList<string> Pieces(string vocabulary) => IsSentencePiece(vocabulary)
        ? [.. BuiltInVocabulary.Load(vocabulary).Pieces.Select(piece => piece.Text)]
        : MarianVocabulary.Read(vocabulary);

    private static bool IsSentencePiece(string path) => path.EndsWith(".spm", StringComparison.Ordinal);

    private static bool IsShortlist(string path) => Path.GetFileName(path).StartsWith("lex.", StringComparison.Ordinal);

    private SentencePieceModel SentencePiece(string vocabulary, string beside)
    {
        if (IsSentencePiece(vocabulary))
            return BuiltInVocabulary.Load(vocabulary);

        var path = Path.Combine(_path, beside);
        return File.Exists(path)
            ? SentencePieceModel.Load(path)
            : throw new CheckpointException($"{beside} is missing. A model that cuts words by another tool than SentencePiece, as those of 2019 do, cannot be imported.");
    }

    private string[] Matching(string pattern) => [.. Directory.GetFiles(_path, pattern).Order(StringComparer.Ordinal)];

    /// <summary>A file of this directory, whatever folder was in front of its name.</summary>
    private string Named(string name)
    {
        var path = Path.Combine(_path, Path.GetFileName(name.Replace('\\', '/')));
        return File.Exists(path) ? path : throw new CheckpointException($"decoder.yml names '{name}', which is not in the directory.");
    }

    private static string Only(string[] files, string what) => files.Length == 1
        ? files[0]
        : throw new CheckpointException($"{files.Length} files of {what} were found; leave one, or name it under 'models' in decoder.yml.");
}
