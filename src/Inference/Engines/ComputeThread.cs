using System.Runtime.InteropServices;

namespace Seq2SeqService.Inference.Engines;

/// <summary>
/// Starts threads that compute for as long as there is work. Where processors are short, threads that read requests and refuse them go first: on
/// Linux one that wakes mostly takes the place of one that computes at once, and not when that one's turn is over.
/// </summary>
internal static partial class ComputeThread
{
    // Added to that of the process. Of a processor that two threads want all of, this one gets a quarter: enough to go on decoding in a flood of requests.
    private const int Niceness = 5;

    /// <param name="name">What debuggers and profilers show.</param>
    /// <param name="run">All that the thread does; the process does not wait for its end.</param>
    public static Thread Start(string name, Action run)
    {
        var thread = new Thread(() =>
        {
            if (OperatingSystem.IsLinux())
                _ = Nice(Niceness);

            run();
        })
        { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }

    /// <summary>Of the calling thread alone: Linux differs from POSIX there (setpriority(2)).</summary>
    [LibraryImport("libc", EntryPoint = "nice")]
    private static partial int Nice(int increment);
}
