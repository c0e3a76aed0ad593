namespace Seq2SeqService.Reliability.Formats;

/// <summary>Cuts stretches out of an input, large ones first, as long as it shows the same fault.</summary>
internal static class FormatMinimiser
{
    private const int MaxTrials = 3000;

    public static byte[] Shorten(byte[] input, Func<byte[], bool> fails)
    {
        var trials = 0;
        for (var stretch = input.Length / 2; stretch >= 1; stretch /= 2)
        {
            for (var start = 0; start < input.Length && trials++ < MaxTrials;)
            {
                var end = Math.Min(start + stretch, input.Length);
                byte[] shorter = [.. input[..start], .. input[end..]];
                if (fails(shorter))
                    input = shorter;
                else
                    start = end;
            }
        }

        return input;
    }
}
