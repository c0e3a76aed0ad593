namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>A matrix in memory that somebody else owns: where row 0 begins and how far apart rows are, in floats.</summary>
internal readonly unsafe struct Rows(float* start, int stride)
{
    public float* Start { get; } = start;

    public int Stride { get; } = stride;

    public float* this[int row] => Start + ((nint)row * Stride);

    /// <summary>The same rows from column <paramref name="columns"/> on.</summary>
    public Rows Skip(nint columns) => new(Start + columns, Stride);

    /// <summary>The rows from <paramref name="rows"/> on.</summary>
    public Rows From(int rows) => new(this[rows], Stride);
}
