using System.Diagnostics;
using System.Runtime.Versioning;

namespace Seq2SeqService.Reliability.Reloads;

/// <summary>A directory that is a file system of its own, so small that it fills, where this process may mount one; else a plain directory.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk(int megabytes)
    {
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_111_111);
        IsSmall = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=777", "tmpfs", Root);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("disk").FullName;

    /// <summary>False where mounting is not allowed.</summary>
    public bool IsSmall { get; }

    private string Filler => Path.Combine(Root, "filler");

    /// <summary>Takes what is left of it.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var bytes = new byte[4096];
        try
        {
            while (true)
                filler.Write(bytes);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        if (IsSmall && !Run("umount", Root))
            Run("umount", "--lazy", Root);

        Directory.Delete(Root, recursive: true);
    }

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
