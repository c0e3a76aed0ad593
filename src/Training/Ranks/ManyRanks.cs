#if !TORCH_PACKAGE
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Seq2SeqService.Training.Recipes;
using TorchSharp.Extras;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Ranks;

/// <summary>Several processes over a process group of libtorch: Gloo between CPUs, NCCL between GPUs.</summary>
internal sealed class ManyRanks : IRanks
{
    private const int Megabyte = 1 << 20;

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly Store _store;
    private readonly Store _meeting;
    private readonly RankWatch _watch;
    private readonly ProcessGroup _group;
    private readonly Device _device;
    private readonly long _bucketBytes;
    private int _said;
    private bool _isBroken;

    private ManyRanks(RankPlace place, OptimizationRecipe recipe, Store store)
    {
        (Place, _store) = (place, store);
        _bucketBytes = (long)recipe.BucketMegabytes * Megabyte;
        _device = new Device(place.DeviceOf(recipe.Device));
        var timeout = TimeSpan.FromSeconds(recipe.RankTimeoutSeconds);
        _watch = new RankWatch(place, store, timeout);
        try
        {
            _watch.AwaitAll();
            _meeting = new Store(place.Address, place.Port, isServer: false, timeout);
            var options = new ProcessGroupOptions
            {
                Backend = recipe.Device == "cpu" ? "gloo" : "nccl",
                Rank = place.Rank,
                Size = place.Size,
                Timeout = timeout,
                Prefix = $"seq2seq/{place.Attempt}/group",
                Interface = Environment.GetEnvironmentVariable("GLOO_SOCKET_IFNAME") ?? "",
                Host = OwnAddress.Of(place),
            };
            _group = _watch.Await(() => new ProcessGroup(_meeting, options));
        }
        catch (Exception error)
        {
            var reason = error is ExternalException ? _watch.Explain(error) : error;
            _watch.Fail(reason);
            _watch.Dispose();
            if (reason == error)
                throw;
            throw reason;
        }
    }

    public RankPlace Place { get; }

    /// <summary>Returns when all have come.</summary>
    public static ManyRanks Join(RankPlace place, OptimizationRecipe recipe)
    {
        var isServer = place.IsFirst && !place.IsStoreServed;
        try
        {
            return new ManyRanks(place, recipe, new Store(place.Address, place.Port, isServer, TimeSpan.FromSeconds(recipe.RankTimeoutSeconds)));
        }
        catch (ExternalException error)
        {
            throw new LostRankException(
                isServer
                    ? $"Rank 0 of {place.Size} cannot serve the store at {place.Address}:{place.Port}: {error.Message}"
                    : $"Rank 0 of {place.Size} was not found: rank {place.Rank} does not reach the store at {place.Address}:{place.Port}: {error.Message}",
                error);
        }
    }

    public T FirstSays<T>(Func<T> work)
    {
        var key = $"said/{_said++}";
        if (!Place.IsFirst)
            return Guarded(() => JsonSerializer.Deserialize<T>(_watch.Hear(key), Json)!);

        var said = work();
        Guarded(() =>
        {
            _watch.Say(key, JsonSerializer.Serialize(said, Json));
            return true;
        });
        return said;
    }

    public bool Any(bool value) => Sum(value ? 1 : 0) > 0;

    public double Sum(double value) => Guarded(() =>
    {
        using var scope = NewDisposeScope();
        var sum = tensor([value], device: _device);
        using var work = _group.AllReduce(sum);
        work.Wait();
        return sum.item<double>();
    });

    public void Share(IEnumerable<Tensor> tensors) => Guarded(() =>
    {
        using var still = no_grad();
        foreach (var held in tensors)
        {
            using var scope = NewDisposeScope();
            var values = held.to(_device).contiguous();
            using var work = _group.Broadcast(values, root: 0);
            work.Wait();
            held.copy_(values);
        }

        return true;
    });

    public IGradientSum Follow(IReadOnlyList<Parameter> parameters) => new Guard(this, new GradientBuckets(_group, parameters, _bucketBytes));

    public void Fail(Exception error)
    {
        _isBroken = true;
        _watch.Fail(error);
    }

    /// <summary>A broken group is left to the end of the process: freeing it would wait for operations that never end.</summary>
    public void Dispose()
    {
        if (!_isBroken)
            _group.Dispose();
        _watch.Dispose();
        if (_isBroken)
            return;

        _meeting.Dispose();
        _store.Dispose();
    }

    /// <summary>Finds out who is lost where an operation with the others fails.</summary>
    private T Guarded<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (ExternalException error)
        {
            _isBroken = true;
            throw _watch.Explain(error);
        }
        catch (LostRankException)
        {
            _isBroken = true;
            throw;
        }
    }

    private sealed class Guard(ManyRanks ranks, GradientBuckets buckets) : IGradientSum
    {
        public void Begin() => buckets.Begin();

        public void Finish() => ranks.Guarded(() =>
        {
            buckets.Finish();
            return true;
        });

        public void Dispose()
        {
            if (!ranks._isBroken)
                buckets.Dispose();
        }
    }
}
#endif
