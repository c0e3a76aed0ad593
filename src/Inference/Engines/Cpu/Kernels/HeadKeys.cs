namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>Brings the keys of a head into the layout of <see cref="HeadMemory"/>.</summary>
internal static unsafe class HeadKeys
{
    /// <summary>[S, K] → [K, padded S]; the padding is zeros.</summary>
    public static void Transpose(Rows keys, int positions, int width, Rows transposed)
    {
        for (var k = 0; k < width; k++)
        {
            var line = transposed[k];
            for (var s = 0; s < positions; s++)
                line[s] = keys[s][k];
            for (var s = positions; s < transposed.Stride; s++)
                line[s] = 0;
        }
    }
}
