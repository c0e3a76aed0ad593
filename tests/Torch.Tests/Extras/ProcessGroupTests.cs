#if !TORCH_PACKAGE
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Extras;

namespace Seq2SeqService.Torch.Tests.Extras;

public sealed class ProcessGroupTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [GlooFact]
    public async Task A_sum_over_three_ranks_is_the_same_in_each_bit_for_bit()
    {
        var sums = await AllAsync(3, group =>
        {
            using var values = torch.tensor([.. Enumerable.Range(0, 1000).Select(i => (i + 1) / (3f + group.Rank))]);
            using (var work = group.AllReduce(values))
                work.Wait();
            return values.data<float>().ToArray();
        });

        Assert.Equal(sums[0], sums[1]);
        Assert.Equal(sums[0], sums[2]);
        Assert.Equal(1000 * ((1 / 3f) + (1 / 4f) + (1 / 5f)), sums[0][999], 1e-3);
    }

    [GlooFact]
    public async Task Operations_may_be_under_way_at_once_and_are_waited_for_later()
    {
        var sums = await AllAsync(2, group =>
        {
            using var scope = torch.NewDisposeScope();
            var buckets = Enumerable.Range(1, 8).Select(i => torch.full([i * 10], (double)(i * (group.Rank + 1)))).ToList();
            var works = buckets.Select(group.AllReduce).ToList();
            works.ForEach(work => work.Wait());
            works.ForEach(work => work.Dispose());
            return buckets.Select(bucket => bucket.sum().item<float>()).ToArray();
        });

        Assert.Equal([.. Enumerable.Range(1, 8).Select(i => 30f * i * i)], sums[0]);
        Assert.Equal(sums[0], sums[1]);
    }

    [GlooFact]
    public async Task A_broadcast_gives_all_what_one_has()
    {
        var values = await AllAsync(2, group =>
        {
            using var held = torch.tensor([group.Rank, group.Rank + 1L]);
            using (var work = group.Broadcast(held, root: 1))
                work.Wait();
            using (var barrier = group.Barrier())
                barrier.Wait();
            return held.data<long>().ToArray();
        });

        Assert.All(values, held => Assert.Equal([1L, 2L], held));
    }

    [GlooFact]
    public async Task A_rank_that_is_gone_is_an_exception_with_a_message_in_the_others()
    {
        var messages = await AllAsync(2, group =>
        {
            if (group.Rank == 1)
            {
                group.Dispose();
                return "";
            }

            using var values = torch.zeros(10);
            return Assert.ThrowsAny<ExternalException>(() =>
            {
                using var work = group.AllReduce(values);
                work.Wait();
            }).Message;
        });

        Assert.NotEqual("", messages[0]);
        Assert.DoesNotContain("\n", messages[0].Trim(), StringComparison.Ordinal);
    }

    [GlooFact]
    public async Task A_rank_that_does_not_take_part_is_an_exception_when_the_time_is_over()
    {
        using var isOver = new ManualResetEventSlim();
        var messages = await AllAsync(
            2,
            group =>
            {
                if (group.Rank == 1)
                {
                    isOver.Wait(Timeout, TestContext.Current.CancellationToken);
                    return "";
                }

                using var values = torch.zeros(10);
                using var work = group.AllReduce(values);
                var message = Assert.ThrowsAny<ExternalException>(work.Wait).Message;
                isOver.Set();
                return message;
            },
            timeout: TimeSpan.FromSeconds(1));

        Assert.Contains("1000ms", messages[0], StringComparison.Ordinal);
    }

    [GlooFact]
    public void A_backend_that_was_not_built_says_what_is_missing()
    {
        using var store = new Store("127.0.0.1", FreePort(), isServer: true, Timeout);

        var error = Assert.Throws<DllNotFoundException>(() => new ProcessGroup(store, Options("pigeon", 0, 1, Timeout)));

        Assert.Contains("libgloo-dev", error.Message, StringComparison.Ordinal);
    }

    [GlooFact]
    public void A_store_keeps_values_of_any_length_and_counts()
    {
        using var store = new Store("127.0.0.1", FreePort(), isServer: true, Timeout);
        var value = new string('ü', 50_000);

        store.Set("long", value);

        Assert.Equal(value, store.Find("long"));
        Assert.Null(store.Find("none"));
        Assert.Equal(0, store.Add("number", 0));
        Assert.Equal(3, store.Add("number", 3));
        Assert.Equal(5, store.Add("number", 2));
    }

    [GlooFact]
    public void A_store_that_nobody_serves_is_an_exception_that_names_its_place()
    {
        var port = FreePort();

        var error = Assert.ThrowsAny<ExternalException>(() => new Store("127.0.0.1", port, isServer: false, TimeSpan.FromSeconds(1)));

        Assert.Contains($"{port}", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Runs every rank on a thread of its own; what they exchange goes over TCP as between machines.</summary>
    private static async Task<T[]> AllAsync<T>(int size, Func<ProcessGroup, T> rank, TimeSpan? timeout = null)
    {
        var port = FreePort();
        using var server = new Store("127.0.0.1", port, isServer: true, Timeout);
        var ranks = Enumerable.Range(0, size).Select(number => Task.Factory.StartNew(
            () =>
            {
                using var store = new Store("127.0.0.1", port, isServer: false, Timeout);
                using var group = new ProcessGroup(store, Options("gloo", number, size, timeout ?? Timeout));
                return rank(group);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        return await Task.WhenAll(ranks);
    }

    private static ProcessGroupOptions Options(string backend, int rank, int size, TimeSpan timeout) =>
        new() { Backend = backend, Rank = rank, Size = size, Timeout = timeout, Host = "127.0.0.1" };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
#endif
