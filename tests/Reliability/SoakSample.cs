using System.Globalization;

namespace Seq2SeqService.Reliability;

/// <summary>What a process holds.</summary>
/// <param name="LiveBytes">After a collection that was asked for; null where none was, which takes memory itself and would be a part of what is measured.</param>
/// <param name="NativeBytes">Resident memory outside the collected heap.</param>
internal sealed record SoakSample(TimeSpan Time, int Failed, double? LiveBytes, double ResidentBytes, double NativeBytes, int Files, int Threads, double Unobserved)
{
    /// <remarks>Linux's <c>/proc</c> tells what the service itself does not.</remarks>
    public static async Task<SoakSample> TakeAsync(Replica replica, TimeSpan time, int failed, bool withCollection)
    {
        var figures = await replica.FiguresAsync();
        var (files, threads) = (Directory.GetFileSystemEntries($"/proc/{replica.ProcessId}/fd").Length, Directory.GetDirectories($"/proc/{replica.ProcessId}/task").Length);
        var resident = (double)replica.Memory;
        double? live = withCollection ? await replica.LiveBytesAsync() : null;
        return new(time, failed, live, resident, MappedMemory.OutsideHeap(replica.ProcessId), files, threads, figures.Sum("nmt_unobserved_exceptions_total"));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(LiveBytes is { } live ? $"{live / 1024:F0}" : "–")} | {ResidentBytes / 1048576:F1} | {NativeBytes / 1048576:F1} | {Files} | {Threads} | {Unobserved}");
}
