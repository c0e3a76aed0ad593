using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;

namespace Seq2SeqService.Core.Tests.Interchange;

public sealed class WrittenByOthersTests
{
    private static readonly float[] Matrix = [1, 2, 3, 4, 5, 6.5f];

    [Fact]
    public void PyTorchs_own_archive_is_read()
    {
        var tensors = TorchArchive.Read(PathOf("torch-1.13.bin"));

        Assert.Equal(Matrix, tensors.Take("fc.weight", 2, 3));
        Assert.Equal(Matrix, tensors.Take("tied", 2, 3));
        Assert.Equal([4, 5, 6.5f], tensors.Take("row", 3));
        Assert.Equal([-1, 0.25f], tensors.Take("fc.bias", 2));
        Assert.Equal([0.5f, -2], tensors.Take("half", 2));
        Assert.Equal([1.5f, -3], tensors.Take("bfloat", 2));
        Assert.Equal([7, 8], tensors.Take("parameter", 2));
        Assert.DoesNotContain("norm.num_batches_tracked", tensors.Names);
    }

    [Fact]
    public void PyTorchs_older_format_is_refused_with_what_to_do() =>
        Assert.Contains("before 1.6", Assert.Throws<CheckpointException>(() => TorchArchive.Read(PathOf("torch-1.13-legacy.bin"))).Message, StringComparison.Ordinal);

    [Fact]
    public void NumPys_own_archive_is_read()
    {
        var (tensors, texts) = NpzFile.Read(PathOf("numpy-1.24.npz"));

        Assert.Equal(Matrix, tensors.Take("Wemb", 2, 3));
        Assert.Equal([0.5f, -2], tensors.Take("half", 2));
        Assert.Equal("type: transformer\n\0", Encoding.UTF8.GetString(texts["special:model.yml"]));
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Interchange", "Data", file);
}
