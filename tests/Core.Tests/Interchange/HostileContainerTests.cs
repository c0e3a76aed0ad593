using System.IO.Compression;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;

namespace Seq2SeqService.Core.Tests.Interchange;

/// <summary>Whatever a file holds, reading it ends with weights or with a <see cref="CheckpointException"/>, and soon.</summary>
public sealed class HostileContainerTests : IDisposable
{
    private const int Mutations = 500;
    private const long MostAllocated = 256L << 20;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    private static readonly Dictionary<string, ForeignTensor> Weights = new()
    {
        ["Wemb"] = new([4, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        ["b"] = new([3], [1, 2, 3]),
    };

    [Fact]
    public void Damaged_archives_of_arrays_are_refused() =>
        Survive(ForeignFiles.Npz(Weights, new Dictionary<string, string> { ["special:model.yml"] = "type: transformer\n" }), path => NpzFile.Read(path));

    [Fact]
    public void Damaged_archives_of_PyTorch_are_refused() => Survive(ForeignFiles.Torch(Weights), path => TorchArchive.Read(path));

    [Fact]
    public void Damaged_variables_are_refused() => Survive(
        ForeignFiles.Variables(
            6, 7, new Dictionary<string, ForeignTensor>(Weights) { ["q"] = new([2], [1, 2]) { Bytes = [1, 2] } },
            new Dictionary<string, int> { ["encoder/num_heads"] = 2 }, new Dictionary<string, string> { ["alias"] = "b" }),
        path => VariableFile.Read(path));

    [Fact]
    public void Damaged_binaries_of_Marian_are_refused() => Survive(MarianBinaryTests.File(), path => MarianBinary.Read(path));

    [Fact]
    public void Pickles_of_any_bytes_are_refused()
    {
        var state = new PickleBytes().StateOf(Weights, "FloatStorage");
        var random = new Random(5);
        for (var i = 0; i < Mutations; i++)
        {
            var pickle = Mutated(state, random);
            try
            {
                new Core.Interchange.Containers.Pickles.PickleReader(pickle).Read();
            }
            catch (FormatException)
            {
            }
        }
    }

    [Fact]
    public void A_tensor_of_a_thousand_dimensions_is_refused_before_they_are_copied()
    {
        var sizes = Enumerable.Repeat(1L, 1000).ToArray();

        var error = Assert.Throws<FormatException>(() => new Core.Interchange.Containers.Pickles.PickleReader(new PickleBytes().View("FloatStorage", 0, 1, 0, sizes, sizes).Code(".").Bytes).Read());

        Assert.Contains("1000 dimensions", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<f8", "float64")]
    [InlineData("<i4", "<i4")]
    public void Arrays_of_other_types_are_refused_by_name(string type, string named)
    {
        var error = Refused([.. ForeignFiles.NpyHead(type, [2]), .. new byte[type == "<f8" ? 16 : 8]]);

        Assert.Contains("'w.npy'", error, StringComparison.Ordinal);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000_000L, 1_000_000L)]
    [InlineData(3L, 7L)]
    public void Arrays_with_another_length_than_their_shape_are_refused(long rows, long columns) =>
        Assert.Contains("shape", Refused([.. ForeignFiles.NpyHead("<f4", [rows, columns]), .. new byte[4]]), StringComparison.Ordinal);

    [Fact]
    public void A_head_that_claims_a_gigabyte_is_refused() =>
        Assert.Contains("its head claims 1073741824 bytes", Refused([0x93, .. "NUMPY"u8, 2, 0, 0, 0, 0, 0x40, 1, 2, 3]), StringComparison.Ordinal);

    [Fact]
    public void A_small_archive_that_claims_gigabytes_is_not_unpacked()
    {
        using (var zip = ZipFile.Open(_path, ZipArchiveMode.Update))
        {
            using var entry = zip.CreateEntry("w.npy", CompressionLevel.SmallestSize).Open();
            for (var i = 0; i < 80; i++)
                entry.Write(new byte[1 << 20]);
        }

        Assert.Contains("not unpacked", Assert.Throws<CheckpointException>(() => NpzFile.Read(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_views_of_one_storage_take_no_more_than_it_holds()
    {
        var pickle = new PickleBytes().Code("}(");
        for (var offset = 0; offset < 2000; offset++)
            pickle.Text($"w{offset}").View("FloatStorage", 0, 1 << 20, offset, [(1 << 20) - 2000], [1]);
        File.WriteAllBytes(_path, ForeignFiles.TorchOf(pickle.Code("u.").Bytes, ("archive/data/0", new byte[4 << 20])));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<CheckpointException>(() => TorchArchive.Read(_path));

        Assert.Contains("tensor 'w1': it and the views before it ask for more than the storages hold", error.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 32 << 20);
    }

    [Fact]
    public void Thousands_of_aliases_share_the_values_that_they_stand_for()
    {
        var aliases = Enumerable.Range(0, 5000).ToDictionary(i => $"alias{i}", _ => "q");
        var tensors = new Dictionary<string, ForeignTensor> { ["q"] = new([1 << 20], [4]) { Bytes = [.. Enumerable.Repeat((sbyte)2, 1 << 20)] } };
        File.WriteAllBytes(_path, ForeignFiles.Variables(6, 7, tensors, new Dictionary<string, int>(), aliases));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = VariableFile.Read(_path).Tensors;

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20);
        Assert.Equal(0.5f, read.Take("q").Values[^1]);
        Assert.Same(read.Take("q").Values, read.Take("alias4999").Values);
    }

    [Fact]
    public void An_alias_with_a_scale_of_its_own_is_refused()
    {
        var tensors = new Dictionary<string, ForeignTensor> { ["q"] = new([2], [1, 2]) { Bytes = [1, 2] }, ["alias_scale"] = new([1], [3]) };
        File.WriteAllBytes(_path, ForeignFiles.Variables(6, 7, tensors, new Dictionary<string, int>(), new Dictionary<string, string> { ["alias"] = "q" }));

        Assert.Contains("'alias' has another scale", Assert.Throws<CheckpointException>(() => VariableFile.Read(_path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(7u)]
    public void Versions_that_are_not_known_are_refused(uint version)
    {
        File.WriteAllBytes(_path, ForeignFiles.Variables(version, 7, Weights, new Dictionary<string, int>()));

        Assert.Contains($"version {version}", Assert.Throws<CheckpointException>(() => VariableFile.Read(_path)).Message, StringComparison.Ordinal);
    }

    private string Refused(byte[] array)
    {
        File.Delete(_path);
        using (var zip = ZipFile.Open(_path, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("w.npy").Open();
            entry.Write(array);
        }

        return Assert.Throws<CheckpointException>(() => NpzFile.Read(_path)).Message;
    }

    private void Survive(byte[] file, Action<string> read)
    {
        File.WriteAllBytes(_path, file);
        read(_path);
        var random = new Random(file.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Mutations; i++)
        {
            File.WriteAllBytes(_path, Mutated(file, random));
            try
            {
                read(_path);
            }
            catch (CheckpointException)
            {
            }
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated);
    }

    /// <summary>A cut, or a few bytes with other values: any, the greatest, or those of a large number.</summary>
    private static byte[] Mutated(byte[] file, Random random)
    {
        if (random.Next(5) == 0)
            return file[..random.Next(file.Length)];

        byte[] mutated = [.. file];
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            var place = random.Next(mutated.Length);
            mutated[place] = random.Next(3) switch { 0 => 0xff, 1 => 0x7f, _ => (byte)random.Next(256) };
        }

        return mutated;
    }
}
