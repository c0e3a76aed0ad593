namespace Seq2SeqService.Benchmarks.Quality;

/// <summary>Logistic regression by Newton's method, for a handful of facts.</summary>
internal static class Logistic
{
    private const int Rounds = 20;

    public static double[] Fit(IReadOnlyList<double[]> facts, IReadOnlyList<bool> outcomes)
    {
        var weights = new double[facts[0].Length];
        for (var round = 0; round < Rounds; round++)
        {
            var (slope, curve) = (new double[weights.Length], new double[weights.Length, weights.Length]);
            for (var n = 0; n < facts.Count; n++)
            {
                var chance = Chance(weights, facts[n]);
                for (var i = 0; i < weights.Length; i++)
                {
                    slope[i] += ((outcomes[n] ? 1 : 0) - chance) * facts[n][i];
                    for (var j = 0; j < weights.Length; j++)
                        curve[i, j] += chance * (1 - chance) * facts[n][i] * facts[n][j];
                }
            }

            var step = Solve(curve, slope);
            for (var i = 0; i < weights.Length; i++)
                weights[i] += step[i];
        }

        return weights;
    }

    public static double Chance(double[] weights, double[] facts) => 1 / (1 + Math.Exp(-weights.Zip(facts, (weight, fact) => weight * fact).Sum()));

    /// <summary>x with matrix · x = right, by elimination; the matrix is positive definite.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var n = right.Length;
        for (var i = 0; i < n; i++)
        {
            for (var row = i + 1; row < n; row++)
            {
                var factor = matrix[row, i] / matrix[i, i];
                for (var column = i; column < n; column++)
                    matrix[row, column] -= factor * matrix[i, column];
                right[row] -= factor * right[i];
            }
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var column = i + 1; column < n; column++)
                right[i] -= matrix[i, column] * right[column];
            right[i] /= matrix[i, i];
        }

        return right;
    }
}
