using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Data.Blocks;
using Seq2SeqService.Training.Data.Filters;
using Seq2SeqService.Training.Objectives;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Runs;

/// <summary>
/// The pairs that a run learns from: all at once, or blocks of them. What the filters did is said in a line, and written down with samples. Of several
/// processes the first alone writes: the others read the text at the same time, or the blocks when they are made.
/// </summary>
internal static class RunData
{
    public static IPairSource Open(Recipe recipe, Tokenizer tokenizer, RunDirectory run, IRanks ranks, Action<string> say)
    {
        var data = Objective.ForTraining(recipe, tokenizer).Rules(recipe.Data);
        if (data.BufferPairs > 0)
        {
            PairBlocks? own = null;
            var digest = ranks.FirstSays(() => (own = PairBlocks.Open(run.Pairs, data, tokenizer, recipe.Seed, Keep)).Digest);
            return own ?? PairBlocks.OpenMade(run.Pairs, data, tokenizer, recipe.Seed, digest);
        }

        var pairs = new TrainingPairs(data, tokenizer, recipe.Seed);
        if (ranks.Place.IsFirst)
            Keep(pairs.Report);
        return pairs;

        void Keep(FilterReport report)
        {
            say(report.ToString());
            File.WriteAllText(run.DataReport + ".json", report.ToJson());
            File.WriteAllLines(run.DataReport + ".txt", report.Lines());
        }
    }
}
