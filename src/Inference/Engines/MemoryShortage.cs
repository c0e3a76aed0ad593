using System.Runtime.InteropServices;

namespace Seq2SeqService.Inference.Engines;

/// <summary>What an engine throws where its device has no memory left for a batch.</summary>
internal static class MemoryShortage
{
    /// <summary>The binding of this repository throws <see cref="InsufficientMemoryException"/>; TorchSharp passes libtorch's words on, "CUDA out of memory" and "can't allocate memory".</summary>
    public static bool Is(Exception error) =>
        error is OutOfMemoryException
        || (error is ExternalException && (Says(error, "out of memory") || Says(error, "allocate memory")));

    private static bool Says(Exception error, string words) => error.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
