using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// Makes files and renames survive a power cut. .NET flushes files but has nothing for directories; on Linux we ask the system, elsewhere
/// the flush of the files must do.
/// </summary>
public static partial class DiskSync
{
    private const int ReadOnlyCloseOnExec = 0x80000;   // O_RDONLY | O_CLOEXEC, the same on x64 and arm64
    private const int NotSupportedHere = 22;           // EINVAL: some network file systems cannot sync a directory

    /// <summary>Writes a new file and does not return before the disk has it.</summary>
    public static void WriteFile(string path, Action<Stream> write)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Writes a text in the place of what the file holds: readers, also those after a power cut, find the old text or the new one.</summary>
    public static void Replace(string path, string text)
    {
        var next = path + ".next";
        File.Delete(next);   // left by a process that was killed
        WriteFile(next, file => file.Write(Encoding.UTF8.GetBytes(text)));
        File.Move(next, path, overwrite: true);
        Directory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Deletes a directory with all that is in it, where there is one: what a killed process left, or what something newer takes the place of.</summary>
    public static void Clear(string directory)
    {
        if (System.IO.Directory.Exists(directory))
            System.IO.Directory.Delete(directory, recursive: true);
    }

    /// <summary>Makes the names in <paramref name="directory"/> (creations, renames) durable.</summary>
    public static void Directory(string directory)
    {
        if (!OperatingSystem.IsLinux())
            return;

        var descriptor = Open(directory, ReadOnlyCloseOnExec);
        if (descriptor < 0)
            throw Failure(directory);

        try
        {
            if (Sync(descriptor) != 0 && Marshal.GetLastPInvokeError() != NotSupportedHere)
                throw Failure(directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string directory)
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new($"The directory '{directory}' could not be flushed to disk: {error.Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
