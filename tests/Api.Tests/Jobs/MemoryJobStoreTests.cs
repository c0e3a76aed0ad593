using Seq2SeqService.Api.Jobs;

namespace Seq2SeqService.Api.Tests.Jobs;

/// <summary>The same in memory, where there is one instance; its workers call it at once.</summary>
public sealed class MemoryJobStoreTests : JobStoreTests
{
    private readonly Lock _gate = new();
    private JobStore? _only;

    private protected override JobOptions Options => new();

    private protected override JobStore Store(JobOptions? options = null)
    {
        lock (_gate)
            return _only ??= base.Store(options ?? new() { MaxAttempts = 100 });
    }

    private protected override void Remove()
    {
        // It goes with its store.
    }
}
