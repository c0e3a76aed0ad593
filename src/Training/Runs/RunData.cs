using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Data.Blocks;
using Seq2SeqService.Training.Data.Filters;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Runs;

/// <summary>The pairs that a run learns from: all at once, or blocks of them. What the filters did is said in a line, and written down with samples.</summary>
internal static class RunData
{
    /// <summary>The first process reads, or makes the blocks, before the others open them; it alone writes.</summary>
    public static IPairSource Open(Recipe recipe, Tokenizer tokenizer, RunDirectory run, IRanks ranks, Action<string> say)
    {
        IPairSource? source = null;
        ranks.FirstSays(() => (source = Open(recipe, tokenizer, run, writes: true, say)).Digest);
        return source ?? Open(recipe, tokenizer, run, writes: false, say);
    }

    private static IPairSource Open(Recipe recipe, Tokenizer tokenizer, RunDirectory run, bool writes, Action<string> say)
    {
        var data = Objective.ForTraining(recipe, tokenizer).Rules(recipe.Data);
        if (data.BufferPairs > 0)
            return PairBlocks.Open(run.Pairs, data, tokenizer, recipe.Seed, Keep);

        var pairs = new TrainingPairs(data, tokenizer, recipe.Seed);
        Keep(pairs.Report);
        return pairs;

        void Keep(FilterReport report)
        {
            say(report.ToString());
            if (!writes)
                return;

            File.WriteAllText(run.DataReport + ".json", report.ToJson());
            File.WriteAllLines(run.DataReport + ".txt", report.Lines());
        }
    }
}
