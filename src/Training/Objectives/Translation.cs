using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Objectives;

/// <summary>
/// From a source to its target, token by token: the decoder reads the target up to a token and is to find that token (teacher forcing), or
/// reads its own predictions here and there, and words of either side may be hidden from it.
/// </summary>
internal sealed class Translation(int padId, int startId) : Objective
{
    private const int NoisePurpose = 1;

    public int Seed { get; init; }

    public TeacherForcing Forcing { get; init; } = TeacherForcing.Always;

    public WordDropout WordDropout { get; init; } = WordDropout.None;

    public override Batch Prepare(IReadOnlyList<EncodedPair> pairs, int step, Device device)
    {
        var random = new Random(Data.Seed.Mix(Data.Seed.Mix(Seed, step), NoisePurpose));
        int[][] sources = [.. pairs.Select(pair => WordDropout.Apply(pair.Source, random))];
        int[][] inputs = [.. pairs.Select(pair => WordDropout.Apply([startId, .. pair.Target.AsSpan()[..^1]], random))];
        var longest = inputs.Max(row => row.Length);
        var places = pairs.SelectMany((pair, row) => Enumerable.Range(row * longest, pair.Target.Length)).Select(place => (long)place);

        return new Batch
        {
            Source = Batch.Pad(sources, padId, device),                                    // [B,S]
            SourceLengths = [.. sources.Select(source => (long)source.Length)],
            TargetIn = Batch.Pad(inputs, padId, device),                                   // [B,T]
            OwnInputs = OwnInputs(inputs.Length, longest, step, random, device),           // [B,T]
            TargetOut = tensor([.. pairs.SelectMany(pair => pair.Target).Select(id => (long)id)], device: device),   // [N]
            Places = tensor([.. places], device: device),                                  // [N]
        };
    }

    public override Tensor Outputs(Seq2SeqNetwork network, Batch batch)
    {
        var target = batch.TargetIn ?? throw new ArgumentException("The batch holds no target to decode.", nameof(batch));
        var encoded = network.Encode(batch.Source, batch.SourceLengths);
        var outputs = batch.OwnInputs is { } own
            ? network.DecodeSampled(encoded, target, own)
            : network.Decode(encoded, target);                                             // [B,T,D]
        return At(batch.Places, outputs);                                                  // [N,D]
    }

    /// <summary>Where the decoder reads its own prediction: a coin is thrown for every token (Bengio et al., 2015), but the start is always given.</summary>
    private Tensor? OwnInputs(int rows, int length, int step, Random random, Device device)
    {
        var ratio = Forcing.RatioAt(step);
        if (ratio >= 1)
            return null;

        var own = new long[rows * length];
        for (var i = 0; i < own.Length; i++)
            own[i] = i % length > 0 && random.NextDouble() >= ratio ? 1 : 0;
        using var ids = tensor(own, [rows, length], device: device);
        return ids.gt((Scalar)0);
    }
}
