using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Interchange;

/// <summary>
/// Sinusoidal positions [P, D], sines in the first half of a row and cosines in the second. Three programs have three opinions on the
/// frequencies; where a model was trained with others than ours computes, its table is stored with the weights.
/// </summary>
internal static class PositionTables
{
    /// <summary>Angle p / 10000^(2i/D), as Hugging Face and this project compute it.</summary>
    public static WeightTensor HuggingFace(int positions, int width) => Table(positions, width, first: 0, 2.0 / width);

    /// <summary>Angle p / 10000^(i / (D/2 − 1)), as Marian computes it.</summary>
    public static WeightTensor Marian(int positions, int width) => Table(positions, width, first: 0, Steep(width));

    /// <summary>Marian's frequencies from position 1 on, as OpenNMT-tf trains and CTranslate2 computes where a model stores none.</summary>
    public static WeightTensor OpenNmt(int positions, int width) => Table(positions, width, first: 1, Steep(width));

    /// <summary>Whether two tables differ by no more than what 16 bits round away.</summary>
    public static bool AreClose(WeightTensor a, WeightTensor b) =>
        a.Shape.SequenceEqual(b.Shape) && a.Values.Zip(b.Values).All(pair => Math.Abs(pair.First - pair.Second) < 5e-4);

    /// <summary>The first rows of a table.</summary>
    public static WeightTensor First(WeightTensor table, int rows) => new([rows, table.Shape[1]], table.Values[..(int)(rows * table.Shape[1])]);

    private static double Steep(int width) => 1 / Math.Max(1, (width / 2.0) - 1);

    /// <param name="step">What the exponent of 10000 grows by from one frequency to the next.</param>
    private static WeightTensor Table(int positions, int width, int first, double step)
    {
        var values = new float[positions * width];
        var half = width / 2;
        for (var p = 0; p < positions; p++)
        {
            for (var i = 0; i < half; i++)
            {
                var angle = (p + first) / Math.Pow(10000, i * step);
                values[(p * width) + i] = (float)Math.Sin(angle);
                values[(p * width) + half + i] = (float)Math.Cos(angle);
            }
        }

        return new([positions, width], values);
    }
}
