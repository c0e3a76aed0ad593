using System.IO.Compression;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data.Formats;

/// <summary>A file of a recipe as a stream, unpacked where it is gzip by its first bytes.</summary>
internal static class TextFile
{
    private const int BufferBytes = 1 << 16;

    public static Stream Open(string path)
    {
        var file = OpenAsItLies(path);
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>The file's own bytes.</summary>
    public static FileStream OpenAsItLies(string path)
    {
        if (!File.Exists(path))
            throw new RecipeException($"There is no file {path}; paths in a recipe are relative to the working directory.");

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        if (file.CanSeek)
            return file;

        file.Dispose();
        throw new RecipeException($"{path} is a pipe, or something else that cannot be read twice, as a text is; write it into a file first, packed with gzip or not.");
    }
}
