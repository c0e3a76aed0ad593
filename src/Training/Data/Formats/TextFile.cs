using System.IO.Compression;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data.Formats;

/// <summary>A file of a recipe as a stream, unpacked where it is gzip by its first bytes.</summary>
internal static class TextFile
{
    private const int BufferBytes = 1 << 16;

    public static Stream Open(string path)
    {
        if (!File.Exists(path))
            throw new RecipeException($"There is no file {path}; paths in a recipe are relative to the working directory.");

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        var isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
