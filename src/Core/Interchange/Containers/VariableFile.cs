using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange.Containers;

/// <summary>
/// CTranslate2's <c>model.bin</c>: named variables behind a version, and aliases. Variables in 8 or 16 bits come out in fp32
/// (w = q / scale); their scales are taken away.
/// </summary>
/// <param name="Specification">Name of the kind of model, <c>TransformerSpec</c>; empty in the first version of the format.</param>
/// <param name="Revision">Of the specification.</param>
/// <param name="Tensors">All variables of one dimension or more.</param>
/// <param name="Settings">Variables of a single value: switches and numbers of layers and heads.</param>
internal sealed record VariableFile(string Specification, uint Revision, ForeignTensors Tensors, IReadOnlyDictionary<string, double> Settings)
{
    public const uint CurrentVersion = 6;

    /// <summary>Reads versions 2 to 6; version 1 has names of its own.</summary>
    public static VariableFile Read(string path)
    {
        var file = Path.GetFileName(path);
        try
        {
            using var stream = File.OpenRead(path);
            return new VariableReader(stream).Read(file);
        }
        catch (FormatException error)
        {
            throw new CheckpointException($"{file} is not a CTranslate2 model: {error.Message}.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{file} is not a whole CTranslate2 model: {error.Message}", error);
        }
    }
}
