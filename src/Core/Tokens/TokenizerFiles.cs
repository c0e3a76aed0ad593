using System.Text.Encodings.Web;
using System.Text.Json;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Tokens;

/// <summary>The files of a checkpoint that hold its tokenizer, named and laid out as MarianMT has them.</summary>
public static class TokenizerFiles
{
    public const string SourceModel = "source.spm", TargetModel = "target.spm", VocabularyFile = "vocab.json";

    private const long MaxVocabularyBytes = 64L << 20;
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the tokenizer of a network that reads and writes with one model.</summary>
    public static void Write(string directory, SentencePieceModel model) => Write(directory, model, model, Vocabulary.From(model));

    /// <summary>Writes the three files into an existing directory.</summary>
    public static void Write(string directory, SentencePieceModel source, SentencePieceModel target, Vocabulary vocabulary)
    {
        source.Save(Path.Combine(directory, SourceModel));
        target.Save(Path.Combine(directory, TargetModel));
        File.WriteAllText(Path.Combine(directory, VocabularyFile), JsonSerializer.Serialize(Ids(vocabulary), Readable));
    }

    /// <summary>As <see cref="Write(string, SentencePieceModel)"/>, for a caller that flushes them.</summary>
    public static IReadOnlyList<CheckpointFile> Of(SentencePieceModel model) => Of(model, model, Vocabulary.From(model));

    /// <summary>The three files, to be published.</summary>
    public static IReadOnlyList<CheckpointFile> Of(SentencePieceModel source, SentencePieceModel target, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(vocabulary);
        return
        [
            CheckpointFile.Of(SourceModel, source.ToBytes().ToArray()),
            CheckpointFile.Of(TargetModel, target.ToBytes().ToArray()),
            CheckpointFile.Of(VocabularyFile, JsonSerializer.Serialize(Ids(vocabulary), Readable)),
        ];
    }

    internal static Tokenizer Read(string directory)
    {
        var source = SentencePieceModel.Load(Path.Combine(directory, SourceModel));
        var target = SentencePieceModel.Load(Path.Combine(directory, TargetModel));
        var isShared = source.ToBytes().Span.SequenceEqual(target.ToBytes().Span);
        return new Tokenizer(source, isShared ? source : target, ReadVocabulary(Path.Combine(directory, VocabularyFile)));
    }

    /// <summary>Reads a <c>vocab.json</c>.</summary>
    internal static Vocabulary ReadVocabulary(string path)
    {
        try
        {
            if (new FileInfo(path).Length is > MaxVocabularyBytes and var length)
                throw new CheckpointException($"{path}: {length} bytes are too many for a vocabulary (limit {MaxVocabularyBytes}).");
            var ids = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllBytes(path))
                ?? throw new FormatException("it holds null");
            return new Vocabulary(InOrder(ids));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new CheckpointException($"{path}: not a valid vocabulary of pieces and ids: {error.Message}", error);
        }
    }

    private static OrderedDictionary<string, int> Ids(Vocabulary vocabulary) =>
        new(vocabulary.Pieces.Select((piece, id) => KeyValuePair.Create(piece, id)));

    /// <summary>Ids must be 0 to n − 1, each once, or they would not fit the network's embedding.</summary>
    private static string[] InOrder(Dictionary<string, int> ids)
    {
        var pieces = new string[ids.Count];
        foreach (var (piece, id) in ids)
        {
            if ((uint)id >= (uint)pieces.Length || pieces[id] is not null)
                throw new FormatException($"the id {id} of \"{piece}\" is outside 0 to {pieces.Length - 1} or given twice");
            pieces[id] = piece;
        }
        return pieces;
    }
}
