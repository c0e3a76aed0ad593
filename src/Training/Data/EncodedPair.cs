namespace Seq2SeqService.Training.Data;

/// <summary>A pair as token ids; both sides end with the end-of-sentence token.</summary>
internal sealed record EncodedPair(int[] Source, int[] Target)
{
    public int LongerSide => Math.Max(Source.Length, Target.Length);
}
