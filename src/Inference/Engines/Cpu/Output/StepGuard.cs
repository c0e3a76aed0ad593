namespace Seq2SeqService.Inference.Engines.Cpu.Output;

/// <summary>Checks what a step is given, so that nothing behind it has to.</summary>
internal static class StepGuard
{
    public static void Check(StepInput input, int rows, int vocabulary)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(input.Candidates);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(input.Candidates, vocabulary);
        if (input.Tokens.Length < rows || input.Forced?.Length < rows || input.Banned?.Length < rows)
            throw new ArgumentException($"A step of {rows} rows needs a value for each of them.", nameof(input));

        for (var row = 0; row < rows; row++)
        {
            CheckToken(input.Tokens[row], vocabulary);
            if (input.Forced is { } forced)
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(forced[row], vocabulary);
        }
    }

    public static void CheckToken(int token, int vocabulary)
    {
        if ((uint)token >= (uint)vocabulary)
            throw new ArgumentOutOfRangeException(nameof(token), token, $"The vocabulary has ids from 0 to {vocabulary - 1}.");
    }
}
