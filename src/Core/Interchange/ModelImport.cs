using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;
using Seq2SeqService.Core.Interchange.CTranslate2;
using Seq2SeqService.Core.Interchange.HuggingFace;
using Seq2SeqService.Core.Interchange.Marian;

namespace Seq2SeqService.Core.Interchange;

/// <summary>
/// Reads the Transformers of other programs: directories of Hugging Face's MarianMT, of Marian (OPUS-MT) and of CTranslate2. Files are taken
/// for hostile: nothing in them is run, and nothing is allocated beyond what they hold.
/// </summary>
public static class ModelImport
{
    /// <summary>Reads the model of a directory; what lies there tells its kind.</summary>
    /// <exception cref="CheckpointException">It cannot be imported; the message names the file and what is wrong with it.</exception>
    public static ForeignModel Read(string directory)
    {
        if (!Directory.Exists(directory))
            throw new CheckpointException($"{directory} is no directory; an archive must be unpacked first.");

        try
        {
            return Choose(directory)(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{directory} cannot be read: {error.Message}", error);
        }
    }

    private static Func<string, ForeignModel> Choose(string directory)
    {
        bool Has(string name) => File.Exists(Path.Combine(directory, name));

        // Marian's weights may have CTranslate2's name.
        if (Has(VariableImport.WeightsName) && !MarianBinary.IsIn(Path.Combine(directory, VariableImport.WeightsName)))
            return VariableImport.Read;
        if (Has(CheckpointFiles.Config))
            return MarianMtImport.Read;
        if (Directory.EnumerateFiles(directory, "*.npz").Any() || Directory.EnumerateFiles(directory, "*.bin").Any())
            return MarianImport.Read;

        throw new CheckpointException(
            $"{directory} holds no model that is known here: neither config.json with weights (Hugging Face's MarianMT), nor an .npz or .bin (Marian), nor model.bin (CTranslate2).");
    }
}
