using Seq2SeqService.Training.Data.Filters;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Data.Blocks;

/// <summary>
/// Cuts a text of any length into blocks in one pass over its files. Equal pairs come into the same block, so that those seen before are found without
/// holding more than one block's; which block is otherwise chance, so that every block is a sample of the whole.
/// </summary>
internal sealed class BlockWriter(string directory, DataRecipe recipe, PairEncoder encoder)
{
    public const int Count = 256;

    private readonly PairFilter _filter = new(recipe, rememberPairs: false);

    public FilterReport Report => _filter.Report;

    public BlockList Write(string digest)
    {
        Directory.CreateDirectory(directory);
        Distribute();
        var blocks = Enumerable.Range(0, Count).Where(number => File.Exists(RawPath(number))).Select(Finish).Where(block => block.Pairs > 0).ToList();
        var list = new BlockList(digest, blocks);
        list.Write(directory);
        return list;
    }

    private void Distribute()
    {
        var files = new BinaryWriter?[Count];
        var read = 0;
        try
        {
            foreach (var (text, corpus) in recipe.Train.Index())
            {
                Report.Begin(corpus.Title);
                var ways = corpus.BothWays ? (TextRecipe[])[corpus with { BothWays = false }, corpus.Reversed() with { BothWays = false }] : [corpus];
                foreach (var (way, pair) in ways.Index().SelectMany(way => ParallelCorpus.Read([way.Item]).Select(pair => (way.Index, pair))))
                {
                    if (_filter.Encode(pair, encoder.Plain) is not { } ids)
                        continue;

                    var number = Number(ids, ++read);
                    var hasText = recipe.BpeDropout > 0;
                    BlockFile.Write(
                        files[number] ??= BlockFile.Create(RawPath(number)), new StoredPair((2 * text) + way, ids, hasText ? pair.Source : "", hasText ? pair.Target : ""));
                }
            }
        }
        finally
        {
            foreach (var file in files)
                file?.Dispose();
        }
    }

    /// <summary>Equal pairs have equal numbers where they are looked for; else any, as a pair that comes a million times would fill its block.</summary>
    private int Number(EncodedPair ids, int read)
    {
        if (!recipe.DropDuplicates)
            return Seed.Mix(0, read) % Count;

        var hash = ids.Source.Length;
        foreach (var id in ids.Source)
            hash = Seed.Mix(hash, id);
        foreach (var id in ids.Target)
            hash = Seed.Mix(hash, id);
        return hash % Count;
    }

    /// <summary>Leaves out what was seen before, and counts.</summary>
    private Block Finish(int number)
    {
        var name = $"block-{number:D3}.bin";
        var seen = new HashSet<EncodedPair>(EqualIds.Comparer);
        var (pairs, expected) = (0L, 0.0);
        using (var file = BlockFile.Create(Path.Combine(directory, name)))
        {
            foreach (var pair in BlockFile.Read(RawPath(number)))
            {
                if (recipe.DropDuplicates && !seen.Add(pair.Ids))
                {
                    Report.DropLate(pair.Way / 2, encoder.Text(pair.Ids.Source), encoder.Text(pair.Ids.Target));
                    continue;
                }

                BlockFile.Write(file, pair);
                pairs++;
                expected += recipe.Train[pair.Way / 2].Passes;
            }

            BlockFile.Sync(file);
        }

        File.Delete(RawPath(number));
        return new Block(name, pairs, expected);
    }

    private string RawPath(int number) => Path.Combine(directory, $"raw-{number:D3}.bin");
}
