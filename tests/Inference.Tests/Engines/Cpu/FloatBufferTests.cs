using Seq2SeqService.Inference.Engines.Cpu.Buffers;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

/// <summary>Kernels write to bare addresses, so a size that wrapped around would be memory of somebody else.</summary>
public sealed class FloatBufferTests
{
    [Theory]
    [InlineData(1 << 16, 1 << 15)]   // wraps to a negative number
    [InlineData(1 << 16, 1 << 16)]   // wraps to 0
    [InlineData((1 << 16) + 1, 1 << 16)]   // wraps to a small number
    public void A_matrix_that_no_buffer_can_hold_is_refused(int rows, int width)
    {
        Assert.Throws<OverflowException>(() => new FloatBuffer().Reserve(rows, width));
    }

    [Fact]
    public void A_buffer_begins_at_a_line_of_the_cache_and_at_least_doubles_when_it_grows()
    {
        var buffer = new FloatBuffer(100);

        buffer.Reserve(3, 34);

        Assert.Equal(200, buffer.Capacity);
        Assert.Equal(0, Address(buffer) % 64);
        GC.KeepAlive(buffer);
    }

    private static unsafe nint Address(FloatBuffer buffer) => (nint)buffer.Start;
}
