using System.Globalization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Torch.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Networks.Tests;

public sealed class FlatMemoryTests
{
    private const int WarmUp = 150;
    private const int Steps = 500;
    private const long AllowedBytes = 6L << 20;

    [TorchTheory]
    [InlineData("marian static post-norm")]
    [InlineData("Gru attending by Additive, from the context")]
    [InlineData("Lstm attending by MultiHead, fed, from the context")]
    [InlineData("Rnn with Transform as State+Input+Output")]
    [InlineData("Conv to Conv")]
    [InlineData("prefix model causal pre-norm learned")]
    public void Hundreds_of_training_steps_leave_native_memory_flat(string member)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc/self/statm.");
        using var example = Example.Of(member);
        example.Network.train();
        using var optimizer = optim.AdamW(example.Network.parameters(), lr: 1e-3);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Train(example, optimizer, WarmUp);
        var grown = Growth(example, optimizer);
        if (grown >= AllowedBytes)
            grown = Growth(example, optimizer);   // the allocator settles once, a leak goes on

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(grown < AllowedBytes, $"{Steps} steps took {grown >> 10} KiB");
    }

    private static long Growth(Example example, optim.Optimizer optimizer)
    {
        var before = ResidentBytes();
        Train(example, optimizer, Steps);
        return ResidentBytes() - before;
    }

    private static void Train(Example example, optim.Optimizer optimizer, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var sources = example.Sentences(count: 16, longest: 12);
            var targets = example.Sentences(count: 16, longest: 12);
            var scores = example.TeacherForced(example.Encode(sources), example.Padded(example.Shifted(targets)));
            var loss = nn.functional.cross_entropy(
                scores.view(-1, example.Config.VocabularySize), example.Padded(targets).view(-1), ignore_index: example.Config.PadId);
            optimizer.zero_grad();
            loss.backward();
            nn.utils.clip_grad_norm_(example.Network.parameters(), 1);
            optimizer.step();
        }
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var pages = File.ReadAllText("/proc/self/statm").Split(' ')[1];
        return long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }
}
