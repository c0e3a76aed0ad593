using System.Threading.Channels;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Streaming;

/// <summary>
/// Keeps the latest partial translation of each text until it can be sent: what a slow reader has not seen yet is replaced by what is longer.
/// </summary>
internal sealed class LatestPartials : IProgress<PartialText>
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, string> _latest = [];
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Report(PartialText value)
    {
        lock (_gate)
            _latest[value.Place] = value.Text;

        _changes.Writer.TryWrite(true);
    }

    /// <summary>No more will come.</summary>
    public void Complete() => _changes.Writer.TryComplete();

    /// <summary>True when there is something to take, false when no more will come.</summary>
    public Task<bool> ChangedAsync(CancellationToken cancel) => _changes.Reader.WaitToReadAsync(cancel).AsTask();

    /// <summary>What is new since the last time, by the texts' order.</summary>
    public IReadOnlyList<PartialText> Take()
    {
        _changes.Reader.TryRead(out _);
        lock (_gate)
        {
            List<PartialText> taken = [.. _latest.Select(partial => new PartialText(partial.Key, partial.Value))];
            _latest.Clear();
            return taken;
        }
    }
}
