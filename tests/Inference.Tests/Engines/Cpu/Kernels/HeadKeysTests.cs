using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu.Kernels;

public sealed unsafe class HeadKeysTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(32)]
    public void Keys_change_rows_for_columns_and_the_padding_is_zero(int width)
    {
        for (var positions = 1; positions <= 37; positions++)
        {
            var (stride, padded) = (width + 3, HeadMemory.Padded(positions));
            var keys = KernelCases.Values(positions * stride, seed: 5);
            var transposed = KernelCases.Guarded([.. Enumerable.Repeat(9f, width * padded)]);

            HeadKeys.Transpose(new Rows(KernelCases.Buffer(keys).Start, stride), positions, width, new Rows(transposed.Start, padded));

            for (var k = 0; k < width; k++)
            {
                for (var s = 0; s < padded; s++)
                    Assert.Equal(s < positions ? keys[(s * stride) + k] : 0, transposed.Start[(k * padded) + s]);
            }

            KernelCases.AssertGuard(transposed, width * padded);
        }
    }
}
