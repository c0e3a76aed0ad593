using Microsoft.Extensions.Options;

namespace Seq2SeqService.Inference.Models;

/// <summary>
/// What all versions in memory may take together: those in service, those held for a rollback, those whose last requests are still running, and
/// the one that is being loaded. A version for which nothing is left is not begun.
/// </summary>
internal sealed class MemoryBudget(IOptions<InferenceOptions> options)
{
    private const double ShareOfMemory = 0.75;

    private readonly Lock _gate = new();
    private readonly long _bytes = options.Value.MemoryBudgetBytes ?? (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * ShareOfMemory);
    private long _taken;

    /// <summary>Takes what loading needs; where the budget lacks it a <see cref="VersionRefusedException"/> says how much.</summary>
    public Reservation Reserve(VersionMemory need)
    {
        lock (_gate)
        {
            if (_taken + need.Loading > _bytes)
            {
                throw new VersionRefusedException(
                    $"Loading it takes about {Megabytes(need.Loading)} MB; other versions have {Megabytes(_taken)} MB of the {Megabytes(_bytes)} MB that {InferenceOptions.Section}:MemoryBudgetBytes allows.",
                    mayPass: true) { NeedsMemory = true };
            }

            _taken += need.Loading;
            return new(this, need);
        }
    }

    private static long Megabytes(long bytes) => (long)Math.Ceiling(bytes / 1e6);

    private void Return(long bytes)
    {
        lock (_gate)
            _taken -= bytes;
    }

    /// <summary>A version's part of the budget; disposed when its engines are released.</summary>
    internal sealed class Reservation(MemoryBudget budget, VersionMemory need) : IDisposable
    {
        private long _bytes = need.Loading;

        /// <summary>Gives back what only loading needed.</summary>
        public void Settle()
        {
            budget.Return(_bytes - need.Resident);
            _bytes = need.Resident;
        }

        public void Dispose() => budget.Return(Interlocked.Exchange(ref _bytes, 0));
    }
}
