namespace Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

/// <summary>Tiles in machine code, used only after they agreed with the plain twin once.</summary>
internal sealed unsafe class VnniDots(VnniCode code) : DotTiles
{
    /// <summary>Environment variable; 0 keeps to what .NET compiles.</summary>
    public const string Switch = "SEQ2SEQ_MACHINE_CODE";

    /// <summary>Null where the machine, the system or the switch does not allow it.</summary>
    public static VnniDots? Instance { get; } = Create();

    public override int MostRows => VnniCode.MostRows;

    public override void Multiply(byte* panel, sbyte* x, nint stride, int groups, int rows, int* sums, Lookahead ahead) =>
        code.Multiply(panel, x, stride, groups, rows, sums, ahead);

    private static VnniDots? Create()
    {
        if (Environment.GetEnvironmentVariable(Switch) == "0" || VnniCode.TryCreate() is not { } code)
            return null;

        var dots = new VnniDots(code);
        return dots.IsRight() ? dots : null;
    }

    private bool IsRight()
    {
        const int Groups = 8, Stride = 4 * Groups;
        var panel = stackalloc byte[QuantizedMatrix.PanelWidth * Stride];
        var x = stackalloc sbyte[VnniCode.MostRows * Stride];
        for (var i = 0; i < QuantizedMatrix.PanelWidth * Stride; i++)
            panel[i] = (byte)(i * 31);
        for (var i = 0; i < VnniCode.MostRows * Stride; i++)
            x[i] = (sbyte)((i * 37 % 255) - 127);

        const int Sums = VnniCode.MostRows * QuantizedMatrix.PanelWidth;
        int* expected = stackalloc int[Sums], actual = stackalloc int[Sums];
        for (var rows = 1; rows <= VnniCode.MostRows; rows++)
        {
            for (var lines = 1; lines <= Lookahead.LinesPerStep; lines++)
            {
                var ahead = new Lookahead(panel, lines);
                new PlainDots().Multiply(panel, x, Stride, Groups, rows, expected, ahead);
                Multiply(panel, x, Stride, Groups, rows, actual, ahead);
                var count = rows * QuantizedMatrix.PanelWidth;
                if (!new ReadOnlySpan<int>(expected, count).SequenceEqual(new ReadOnlySpan<int>(actual, count)))
                    return false;
            }
        }

        return true;
    }
}
