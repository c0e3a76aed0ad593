using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data.Blocks;

/// <summary>
/// Training text of any length, of which <see cref="DataRecipe.BufferPairs"/> are held: it lies cut in blocks, an epoch goes through them in an order of its
/// own, and as many as fit are one portion.
/// </summary>
internal sealed class PairBlocks : IPairSource
{
    private readonly string _directory;
    private readonly DataRecipe _recipe;
    private readonly PairEncoder _encoder;
    private readonly int _seed;
    private readonly BlockList _list;

    private PairBlocks(string directory, DataRecipe recipe, PairEncoder encoder, int seed, BlockList list) =>
        (_directory, _recipe, _encoder, _seed, _list) = (directory, recipe, encoder, seed, list);

    public string Digest => _list.Digest;

    /// <summary>Takes the blocks that are there, or makes them where there are none of just this text, recipe and vocabulary.</summary>
    /// <param name="report">Is given what the filters did, as text and as JSON, when blocks are made.</param>
    public static PairBlocks Open(string directory, DataRecipe recipe, Tokenizer tokenizer, int seed, Action<Filters.FilterReport> report)
    {
        var encoder = new PairEncoder(tokenizer, recipe);
        var digest = DataDigest.Of(recipe, tokenizer);
        if (BlockList.Read(directory) is { } found && found.Digest == digest)
            return new PairBlocks(directory, recipe, encoder, seed, found);

        var partial = directory + ".partial";
        DiskSync.Clear(partial);
        var writer = new BlockWriter(partial, recipe, encoder);
        var list = writer.Write(digest);
        report(writer.Report);
        if (list.Pairs == 0)
            throw new RecipeException("data:train: the filters left nothing to learn from.");

        DiskSync.Clear(directory);   // not before others are whole: to make them again takes the text
        Directory.Move(partial, directory);
        return new PairBlocks(directory, recipe, encoder, seed, list);
    }

    /// <summary>Takes the blocks that another process of the run has made or found, and makes none.</summary>
    /// <param name="digest">What that process says of them.</param>
    public static PairBlocks OpenMade(string directory, DataRecipe recipe, Tokenizer tokenizer, int seed, string digest) =>
        BlockList.Read(directory) is { } found && found.Digest == digest
            ? new PairBlocks(directory, recipe, new PairEncoder(tokenizer, recipe), seed, found)
            : throw new RecipeException(
                $"{directory} does not hold the blocks that rank 0 reads: every process needs the run's directory, on a file system that the machines share.");

    public int Portions(int epoch) => Cut(epoch).Count;

    public IReadOnlyList<EncodedPair> Portion(int epoch, int portion)
    {
        var seed = Seed.Mix(Seed.Mix(_seed, epoch), portion);
        var stored = Cut(epoch)[portion].SelectMany(block => BlockFile.ReadWhole(Path.Combine(_directory, block.File), block.Pairs)).ToList();
        var chosen = stored.SelectMany((pair, index) => Enumerable.Repeat(pair, Times(pair, Seed.Mix(seed, index))));
        if (_recipe.BpeDropout == 0)
            return [.. chosen.Select(pair => pair.Ids)];

        return [.. chosen.AsParallel().AsOrdered().Select((pair, index) => _encoder.Anew(Text(pair), pair.Ids, Seed.Mix(seed, index)))];
    }

    /// <summary>The blocks of each portion of an epoch.</summary>
    private List<List<Block>> Cut(int epoch)
    {
        var order = _list.Blocks.ToArray();
        new Random(Seed.Mix(Seed.Mix(_seed, epoch), -1)).Shuffle(order);

        var portions = new List<List<Block>>();
        var held = 0.0;
        foreach (var block in order)
        {
            if (portions.Count == 0 || held + block.Expected > _recipe.BufferPairs)
            {
                portions.Add([]);
                held = 0;
            }

            portions[^1].Add(block);
            held += block.Expected;
        }

        return portions;
    }

    private int Times(StoredPair pair, int seed)
    {
        var passes = _recipe.Train[pair.Way / 2].Passes;
        var whole = (int)passes;
        return whole + (passes > whole && Chance.Falls(passes - whole, seed, 0) ? 1 : 0);
    }

    private SentencePair Text(StoredPair pair)
    {
        var corpus = _recipe.Train[pair.Way / 2];
        var target = pair.Way % 2 == 0 ? corpus.TargetLanguage : corpus.SourceLanguage;
        return new SentencePair(pair.Source, pair.Target, target.Length == 0 ? null : target, Tag: corpus.Tag.Length == 0 ? null : corpus.Tag);
    }
}
