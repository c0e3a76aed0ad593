using Seq2SeqService.Networks;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Objectives;

/// <summary>
/// Finding hidden tokens of a text from those around them (Devlin et al., 2019). Of the tokens, 15 % are chosen; 80 % of these are hidden
/// behind the unknown token, 10 % behind a random one, and 10 % stay, so that the encoder must know every token and not only masks.
/// </summary>
internal sealed class MaskedLanguage(SpecialIds special, int seed) : Objective
{
    private const int MaskPurpose = 2;
    private const double Chosen = 0.15, Hidden = 0.8, Replaced = 0.1;

    /// <summary>A text is learned from itself: both sides of its pair are equal.</summary>
    public override DataRecipe Rules(DataRecipe data) => data with { DropCopies = false };

    public override Batch Prepare(IReadOnlyList<EncodedPair> pairs, int step, Device device)
    {
        var random = new Random(Seed.Mix(Seed.Mix(seed, step), MaskPurpose));
        int[][] rows = [.. pairs.Select(pair => pair.Source.ToArray())];
        var longest = rows.Max(row => row.Length);
        var (wanted, places) = (new List<long>(), new List<long>());
        foreach (var (row, i) in Choose(rows, random))
        {
            wanted.Add(rows[row][i]);
            places.Add((row * longest) + i);
            rows[row][i] = Disguise(rows[row][i], random);
        }

        return new Batch
        {
            Source = Batch.Pad(rows, special.Pad, device),                                 // [B,S]
            SourceLengths = [.. rows.Select(row => (long)row.Length)],
            TargetOut = tensor([.. wanted], device: device),                               // [N]
            Places = tensor([.. places], device: device),                                  // [N]
        };
    }

    public override Tensor Outputs(Seq2SeqNetwork network, Batch batch) =>                 // [N,D]
        At(batch.Places, network.Encode(batch.Source, batch.SourceLengths).Hidden);

    /// <summary>The places to find, row after row; at least one, as there must be something to learn from.</summary>
    private List<(int Row, int Index)> Choose(int[][] rows, Random random)
    {
        var places = rows.SelectMany((row, number) => row.Index().Where(token => !special.Spared.Contains(token.Item)).Select(token => (number, token.Index))).ToList();
        var chosen = places.Where(_ => random.NextDouble() < Chosen).ToList();
        return chosen.Count > 0 ? chosen : [places[random.Next(places.Count)]];
    }

    private int Disguise(int id, Random random) => random.NextDouble() switch
    {
        < Hidden => special.Unknown,
        < Hidden + Replaced => AnyToken(random),
        _ => id,
    };

    private int AnyToken(Random random)
    {
        int id;
        do
            id = random.Next(special.Vocabulary);
        while (id == special.Unknown || special.Spared.Contains(id));
        return id;
    }
}
