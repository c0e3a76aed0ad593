namespace Seq2SeqService.Inference.Engines.Cpu.Kernels.Int8;

/// <summary>One product at a time.</summary>
internal sealed unsafe class PlainDots : DotTiles
{
    public override int MostRows => 1;

    public override void Multiply(byte* panel, sbyte* x, nint stride, int groups, int rows, int* sums, Lookahead ahead)
    {
        const int Width = QuantizedMatrix.PanelWidth;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < Width; column++)
            {
                var sum = 0;
                for (var i = 0; i < 4 * groups; i++)
                    sum += panel[(i / 4 * 4 * Width) + (column * 4) + (i % 4)] * x[(row * stride) + i];
                sums[(row * Width) + column] = sum;
            }
        }
    }
}
