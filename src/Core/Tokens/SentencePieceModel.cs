using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Tokens;

/// <summary>A SentencePiece model file: the vocabulary with its scores, and how text is normalised and cut.</summary>
public sealed class SentencePieceModel
{
    /// <summary>A model of a million pieces is below this; a larger file is refused before it is read.</summary>
    private const long MaxFileBytes = 64L << 20;

    public SentencePieceModel(IReadOnlyList<SentencePiece> pieces, TrainerSpec trainer, NormalizerSpec normalizer)
    {
        Pieces = pieces;
        Trainer = trainer;
        Normalizer = normalizer;
    }

    /// <summary>The vocabulary; a piece's id is its index.</summary>
    public IReadOnlyList<SentencePiece> Pieces { get; }

    public TrainerSpec Trainer { get; }

    public NormalizerSpec Normalizer { get; }

    /// <summary>Rules that decoding applies to the finished text, when the model has any.</summary>
    public NormalizerSpec? Denormalizer { get; init; }

    internal ReadOnlyMemory<byte> OtherFields { get; init; }

    /// <summary>Reads a <c>.model</c> or <c>.spm</c> file.</summary>
    /// <exception cref="CheckpointException">The file is missing, too large or not a valid model.</exception>
    public static SentencePieceModel Load(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaxFileBytes)
                throw new CheckpointException($"{path}: {length} bytes are too many for a SentencePiece model (limit {MaxFileBytes}).");
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path}: cannot be read as a SentencePiece model: {error.Message}", error);
        }
    }

    /// <summary>Reads a model from the bytes of its file; <paramref name="name"/> stands for the file in messages.</summary>
    public static SentencePieceModel Parse(ReadOnlyMemory<byte> file, string name = "SentencePiece model")
    {
        try
        {
            var model = ModelProto.Read(file);
            ModelRules.Check(model);
            return model;
        }
        catch (FormatException error)
        {
            throw new CheckpointException($"{name}: not a valid SentencePiece model: {error.Message}.", error);
        }
    }

    /// <summary>Writes the model as a file that every SentencePiece implementation reads.</summary>
    public void Save(string path) => File.WriteAllBytes(path, ToBytes().Span);

    /// <summary>The bytes of the model's file.</summary>
    public ReadOnlyMemory<byte> ToBytes() => ModelProto.Write(this);
}
