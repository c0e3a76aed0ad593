using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.CTranslate2;
using Seq2SeqService.Core.Interchange.HuggingFace;
using Seq2SeqService.Core.Interchange.Marian;

namespace Seq2SeqService.Core.Interchange;

/// <summary>Writes a published Transformer as a directory that another program reads.</summary>
public static class ModelExport
{
    private const string PartialSuffix = ".partial";

    /// <summary>
    /// Writes <paramref name="directory"/>, which must not be there yet; it appears when it is whole, and is written beside itself until then, in
    /// place of what an export left there that was broken off. Gives what an operator should know about the conversion, a sentence each.
    /// </summary>
    /// <param name="published">The version.</param>
    /// <param name="format">What it becomes.</param>
    /// <param name="directory">Where.</param>
    /// <param name="in8Bits">Whether matrices are written in 8 bits, with a scale for each row; CTranslate2 alone has them so.</param>
    /// <exception cref="CheckpointException">The version cannot be expressed in that format, or the directory is there already.</exception>
    public static IReadOnlyList<string> Write(Checkpoint published, ExportFormat format, string directory, bool in8Bits = false)
    {
        ArgumentNullException.ThrowIfNull(published);
        if (in8Bits && format != ExportFormat.CTranslate2)
            throw new CheckpointException("Weights in 8 bits are written for CTranslate2 alone: the other formats are fp32, and their programs bring it to 8 bits themselves.");

        if (published.Config.ModelType != ModelConfig.Marian)
        {
            throw new CheckpointException(
                $"{published.Name}/{published.Version} is a '{published.Config.ModelType}' model; only Transformers with encoder and decoder ('marian') have a form in other programs.");
        }

        var final = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (Path.Exists(final))
            throw new CheckpointException($"{directory} is there already; an export never writes over anything.");

        var partial = final + PartialSuffix;
        if (Directory.Exists(partial))
            Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        try
        {
            var notes = Write(new PublishedTransformer(published), format, partial, in8Bits);
            Directory.Move(partial, final);
            return notes;
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    private static IReadOnlyList<string> Write(PublishedTransformer model, ExportFormat format, string directory, bool in8Bits) => format switch
    {
        ExportFormat.HuggingFace => MarianMtExport.Write(model, directory),
        ExportFormat.Marian => MarianExport.Write(model, directory),
        ExportFormat.Bergamot => BergamotExport.Write(model, directory),
        _ => VariableExport.Write(model, in8Bits, directory),
    };
}
