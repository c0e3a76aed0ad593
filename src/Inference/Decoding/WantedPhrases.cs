using System.Numerics;

namespace Seq2SeqService.Inference.Decoding;

/// <summary>The phrases that an output must hold, and how far an output has come with them.</summary>
internal sealed class WantedPhrases(IReadOnlyList<IReadOnlyList<int>> phrases)
{
    /// <summary>Most phrases of one output: a bit stands for each.</summary>
    public const int Most = 16;

    /// <summary>Tokens of all phrases.</summary>
    public int Tokens { get; } = phrases.Sum(phrase => phrase.Count);

    /// <summary>Tokens of the phrases that an output has said, of the one that it is saying too.</summary>
    public int Said(PhraseProgress progress)
    {
        var said = progress.Place;
        for (var done = progress.Done; done != 0; done &= done - 1)
            said += phrases[BitOperations.TrailingZeroCount(done)].Count;

        return said;
    }

    /// <summary>A token that brings an output further, or -1. Where it could begin several phrases, <paramref name="turn"/> says which.</summary>
    public int Next(PhraseProgress progress, int turn)
    {
        if (progress.Saying >= 0)
            return phrases[progress.Saying][progress.Place];

        var open = phrases.Count - BitOperations.PopCount((uint)progress.Done);
        if (open == 0)
            return -1;

        var skip = turn % open;
        for (var phrase = 0; ; phrase++)
        {
            if (!progress.IsDone(phrase) && skip-- == 0)
                return phrases[phrase][0];
        }
    }

    /// <summary>An output one token later. A phrase that it does not go on with it has not said.</summary>
    public PhraseProgress After(PhraseProgress progress, int token)
    {
        if (progress.Saying >= 0 && phrases[progress.Saying][progress.Place] == token)
            return Forward(progress);

        for (var phrase = 0; phrase < phrases.Count; phrase++)
        {
            if (!progress.IsDone(phrase) && phrases[phrase][0] == token)
                return Forward(new(progress.Done, phrase, Place: 0));
        }

        return new(progress.Done, Saying: -1, Place: 0);
    }

    private PhraseProgress Forward(PhraseProgress progress) => progress.Place + 1 == phrases[progress.Saying].Count
        ? new(progress.Done | (1 << progress.Saying), Saying: -1, Place: 0)
        : progress with { Place = progress.Place + 1 };
}

/// <summary>How far an output has come.</summary>
/// <param name="Done">A bit for each phrase that it has said.</param>
/// <param name="Saying">The phrase that it is saying, or -1.</param>
/// <param name="Place">Tokens of that phrase that it has said.</param>
internal readonly record struct PhraseProgress(int Done, int Saying, int Place)
{
    public static readonly PhraseProgress None = new(Done: 0, Saying: -1, Place: 0);

    public bool IsDone(int phrase) => (Done & (1 << phrase)) != 0;
}
