using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Reliability.Resumes;

/// <summary>Where a kill has fallen, told by what it left.</summary>
internal enum Fallen
{
    /// <summary>There is no state yet.</summary>
    BeforeState,

    /// <summary>Nothing is half made: among updates, in a validation, or at the start of a process.</summary>
    BetweenSaves,

    /// <summary>The next state is half written, or the old one not cleared.</summary>
    InSave,

    /// <summary>Best weights are half written, or a validation is logged that is not saved.</summary>
    InValidation,
}

/// <summary>Looks at a run's directory.</summary>
internal static class RunRemains
{
    /// <param name="since">What is older was left by another kill.</param>
    public static Fallen Look(string run, DateTime since)
    {
        if (!Directory.Exists(Path.Combine(run, "state")) && !Directory.Exists(Path.Combine(run, "state.previous")))
            return Fallen.BeforeState;
        if (IsNew("state.next") || IsNew("state.previous"))
            return Fallen.InSave;

        var best = Path.Combine(run, "best");
        var isHalf = Directory.Exists(best) && Directory.GetDirectories(best, "*" + CheckpointStore.PartialSuffix).Any(path => Directory.GetLastWriteTimeUtc(path) >= since);
        return isHalf || RunContents.LoggedStep(run) > RunContents.SavedStep(run) ? Fallen.InValidation : Fallen.BetweenSaves;

        bool IsNew(string name)
        {
            var path = Path.Combine(run, name);
            return Directory.Exists(path) && Directory.GetLastWriteTimeUtc(path) >= since;
        }
    }
}
