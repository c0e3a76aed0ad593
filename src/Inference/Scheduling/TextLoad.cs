namespace Seq2SeqService.Inference.Scheduling;

/// <summary>What the new sentences of one text ask for.</summary>
/// <param name="All">All of them.</param>
/// <param name="Last">Source tokens × beam of the last in their order.</param>
internal readonly record struct TextLoad(BatchLoad All, long Last)
{
    public static TextLoad Of(IReadOnlyList<Job> jobs)
    {
        var all = BatchLoad.Nothing;
        for (var i = 0; i < jobs.Count; i++)
            all = all.With(jobs[i]);

        return new(all, jobs.Count > 0 ? jobs[^1].Tokens : 0);
    }
}
