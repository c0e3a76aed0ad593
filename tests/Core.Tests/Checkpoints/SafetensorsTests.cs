using System.Buffers.Binary;
using System.Text;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Weights_survive_the_way_to_disk_and_back()
    {
        WriteWeights(TensorType.F32, new("b", [2, 3], [1f, -2f, 3.5f, 0f, -0f, float.Epsilon]), new("a", [], [7f]));

        var weights = ModelWeights.Read(_path);

        Assert.Equal(["a", "b"], weights.Names.Order());
        Assert.Equal([1f, -2f, 3.5f, 0f, -0f, float.Epsilon], weights.Get("b", 2, 3));
        Assert.Equal([7f], weights.Get("a"));
    }

    [Fact]
    public void Half_precision_rounds_to_the_nearest_even_value()
    {
        WriteWeights(TensorType.F16, new WeightSource("w", [3], [0.1f, 2049f, -65504f]));

        Assert.Equal([(float)(Half)0.1f, 2048f, -65504f], ModelWeights.Read(_path).Get("w", 3));
    }

    [Fact]
    public void Brain_floats_are_the_upper_half_of_single_floats()
    {
        WriteRaw("""{"w":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", [0x80, 0x3F, 0x40, 0xC0]);

        Assert.Equal([1f, -3f], ModelWeights.Read(_path).Get("w", 2));
    }

    [Fact]
    public void Large_tensors_are_read_in_parts()
    {
        var values = Enumerable.Range(0, 1_300_000).Select(i => (float)(i % 2048)).ToArray();

        WriteWeights(TensorType.F16, new WeightSource("w", [1_300_000], values));

        Assert.Equal(values, ModelWeights.Read(_path).Get("w", 1_300_000));
    }

    [Fact]
    public void Integers_are_read_as_bytes_and_are_no_weights()
    {
        WriteRaw("""{"ids":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""", [1, 2, 3, 4]);
        using var reader = SafetensorsReader.Open(_path);

        Assert.Equal([1, 2, 3, 4], reader.ReadBytes(reader.Find("ids")));
        Assert.Throws<CheckpointException>(() => reader.ReadSingles(reader.Find("ids")));
        Assert.Empty(ModelWeights.Read(_path).Names);
    }

    [Fact]
    public void Equal_weights_make_equal_files_whatever_their_order()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        WeightSource a = new("a", [1], [1f]), b = new("b", [2], [2f, 3f]);

        SafetensorsWriter.Write(first, [a, b]);
        SafetensorsWriter.Write(second, [b, a]);

        Assert.Equal(first.ToArray(), second.ToArray());
        Assert.Equal(0, (first.Length - 12) % 64);   // the data begins at a multiple of 64
    }

    [Fact]
    public void The_metadata_tells_other_readers_the_layout()
    {
        WriteWeights(TensorType.F32, new WeightSource("w", [1], [1f]));
        using var reader = SafetensorsReader.Open(_path);

        Assert.Equal("pt", reader.Metadata["format"]);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_value_that_is_not_finite_is_refused_with_its_tensor_and_place(float value)
    {
        var values = new float[100];
        values[67] = value;
        var json = """{"w":{"dtype":"F32","shape":[100],"data_offsets":[0,400]}}""";
        WriteRaw(json, values.SelectMany(BitConverter.GetBytes).ToArray());

        var reading = Assert.Throws<CheckpointException>(() => ModelWeights.Read(_path));
        var writing = Assert.Throws<CheckpointException>(() => WriteWeights(TensorType.F32, new WeightSource("w", [100], values)));

        Assert.Contains("'w'", reading.Message, StringComparison.Ordinal);
        Assert.Contains("element 67", reading.Message, StringComparison.Ordinal);
        Assert.Contains("'w'", writing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_too_large_for_half_precision_is_refused()
    {
        var error = Assert.Throws<CheckpointException>(() => WriteWeights(TensorType.F16, new WeightSource("w", [1], [70000f])));

        Assert.Contains("'w'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_do_not_fill_their_shape_and_double_names_are_not_written()
    {
        Assert.Throws<CheckpointException>(() => WriteWeights(TensorType.F32, new WeightSource("w", [3], [1f])));
        Assert.Throws<CheckpointException>(
            () => WriteWeights(TensorType.F32, new WeightSource("w", [1], [1f]), new WeightSource("w", [1], [1f])));
    }

    [Theory]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"\ud800":1}""", "not valid JSON")]
    [InlineData("""{"w":1}""", "not described by an object")]
    [InlineData("""{"w":{"shape":[1],"data_offsets":[0,4]}}""", "no 'dtype'")]
    [InlineData("""{"w":{"dtype":"F8","shape":[1],"data_offsets":[0,4]}}""", "unknown dtype 'F8'")]
    [InlineData("""{"w":{"dtype":"0","shape":[1],"data_offsets":[0,4]}}""", "unknown dtype '0'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "does not fill its 4 bytes")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "natural number")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "natural number")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", "does not fill its 4 bytes")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", "'shape'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", "'data_offsets'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "outside the file")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "outside the file")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}""", "outside the file")]
    [InlineData("""{"w":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "belong to no tensor")]
    [InlineData("""{"w":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "belong to no tensor")]
    [InlineData("""{"v":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"w":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", "overlaps")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "JSON")]
    [InlineData("""{"w":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", "natural number")]
    [InlineData("""{"__metadata__":{"a":1},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "__metadata__")]
    public void A_false_header_is_refused_with_its_fault(string json, string fault)
    {
        WriteRaw(json, new byte[4]);

        var error = Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(_path));

        Assert.Contains(Path.GetFileName(_path), error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(40)]
    public void A_cut_file_is_refused(int bytes)
    {
        WriteWeights(TensorType.F32, new WeightSource("w", [1], [1f]));
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..bytes]);

        Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(_path));
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(1000)]
    public void A_header_longer_than_its_file_is_refused(ulong claimed)
    {
        var bytes = new byte[100];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claimed);
        File.WriteAllBytes(_path, bytes);

        Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(_path));
    }

    [Fact]
    public void A_missing_file_is_a_checkpoint_fault()
    {
        Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(_path + ".missing"));
        Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(Path.GetTempPath()));
    }

    [Fact]
    public void Damaged_files_are_refused_and_allocate_little()
    {
        WriteWeights(TensorType.F16, new("layer.weight", [3, 5], new float[15]), new("layer.bias", [5], new float[5]));
        var sound = File.ReadAllBytes(_path);
        var random = new Random(20);
        var refused = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 4000; round++)
        {
            File.WriteAllBytes(_path, Damage.Bytes(sound, random));
            try
            {
                ModelWeights.Read(_path);
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 2000, 4000);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 4000, 0, 64 << 10);
    }

    private void WriteWeights(TensorType type, params WeightSource[] weights)
    {
        using var stream = File.Create(_path);
        SafetensorsWriter.Write(stream, weights, type);
    }

    private void WriteRaw(string json, byte[] data)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        File.WriteAllBytes(_path, [.. prefix, .. header, .. data]);
    }
}
