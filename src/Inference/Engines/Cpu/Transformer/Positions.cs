using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Buffers;

namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>Position embeddings [P, D]: those that the checkpoint stores, else sinusoids in the order of Marian and Hugging Face.</summary>
internal static class Positions
{
    public static FloatBuffer Read(ModelConfig config, WeightReader reader, string name) => reader.Get(name, weights =>
        weights.Contains(name) || !config.StaticPositions
            ? FloatBuffer.CopyOf(weights.Get(name, config.MaxPositions, config.Width))
            : Sinusoids(config.MaxPositions, config.Width));

    /// <summary>All sines in the first half of the row, all cosines in the second; not interleaved.</summary>
    public static FloatBuffer Sinusoids(int positions, int width)
    {
        var table = new FloatBuffer(positions * width);
        var half = (width + 1) / 2;
        for (var i = 0; i < half; i++)
        {
            var frequency = Math.Pow(10000, -2.0 * i / width);
            for (var p = 0; p < positions; p++)
            {
                var row = table.Span.Slice(p * width, width);
                row[i] = (float)Math.Sin(p * frequency);
                if (half + i < width)
                    row[half + i] = (float)Math.Cos(p * frequency);
            }
        }

        return table;
    }
}
