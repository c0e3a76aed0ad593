using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Engines.Torch;
using static TorchSharp.torch;

namespace Seq2SeqService.Benchmarks.Engine;

/// <summary>An engine with a number of threads, as one row of the table; several replicas decode side by side.</summary>
internal sealed class Contestant(string name, int threads, int weightBytes, params IEngine[] replicas) : IDisposable
{
    public string Name => replicas.Length == 1 ? name : $"{name} × {replicas.Length} replicas";

    /// <summary>Threads of all replicas together.</summary>
    public int Threads => threads;

    /// <summary>Scores some tokens alone.</summary>
    public bool HasShortlist { get; private init; }

    public bool IsTorch => name.StartsWith("torch", StringComparison.Ordinal);

    public int ReplicaCount => replicas.Length;

    /// <summary>4 in fp32, 1 in int8.</summary>
    public int WeightBytes => weightBytes;

    /// <summary>What the machine can do with as many threads.</summary>
    public MachinePeaks Peaks { get; } = new(threads);

    public static Contestant Cpu(ModelConfig config, ModelWeights weights, CpuEngineOptions options)
    {
        var engine = new CpuEngine(config, weights, options);
        return new(engine.Name, options.Threads, options.Precision == CpuPrecision.Int8 ? 1 : sizeof(float), engine)
        {
            HasShortlist = options.Shortlist is not null,
        };
    }

    /// <summary>Engines of one thread each over the same weights.</summary>
    public static Contestant Replicas(ModelConfig config, ModelWeights weights, CpuPrecision precision, int count)
    {
        var first = new CpuEngine(config, weights, new CpuEngineOptions { Threads = 1, Precision = precision });
        IEngine[] replicas = [first, .. Enumerable.Range(1, count - 1).Select(_ => first.Replicate())];
        return new(first.Name, count, precision == CpuPrecision.Int8 ? 1 : sizeof(float), replicas);
    }

    public static Contestant Torch(ModelConfig config, ModelWeights weights, int threads) =>
        new("torch-cpu", threads, sizeof(float), new TorchEngine(config, weights));

    /// <summary>Decodes the workload on every replica; the tokens are the first one's.</summary>
    public (Timing Timing, int[] Tokens) Decode(FixedDecoding decoding)
    {
        int[] tokens = [];
        Prepare();
        var timing = replicas.Length == 1
            ? Timing.Of(threads, () => tokens = decoding.Run(replicas[0]))
            : Together.Run(replicas.Length, replica =>
            {
                var chosen = decoding.Run(replicas[replica]);
                if (replica == 0)
                    tokens = chosen;
            });
        return (timing, tokens);
    }

    public double EncodeSeconds(FixedDecoding decoding)
    {
        Prepare();
        return Timing.Of(threads, () => decoding.Encode(replicas[0])).Seconds;
    }

    public void Dispose()
    {
        foreach (var replica in replicas)
            replica.Dispose();
    }

    private void Prepare()
    {
        if (IsTorch)
            set_num_threads(threads);
    }
}
