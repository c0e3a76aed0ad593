using System.Buffers.Binary;
using System.Text;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Tests.Checkpoints;

public sealed class Int8WeightsTests : IDisposable
{
    private readonly Random _random = new(3);

    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory.File(CheckpointFiles.Int8Weights);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Matrices_come_back_as_they_were_rounded_and_all_else_as_it_was()
    {
        var weights = Sample();

        var read = WriteAndRead(weights.Quantize());

        var expected = QuantizedTensor.Of(weights.Find("model.shared.weight"));
        var found = read.Quantized("model.shared.weight", 5, 3);
        Assert.Equal(expected.Values, found.Values);
        Assert.Equal(expected.Scales, found.Scales);
        Assert.Equal(expected.ToSingles(), read.Get("model.shared.weight", 5, 3));
        Assert.Equal(weights.Get("layer.fc1.bias", 4), read.Get("layer.fc1.bias", 4));
        Assert.Equal(weights.Names.Order(), read.Names.Order());
        Assert.True(read.IsQuantized);
        Assert.False(weights.IsQuantized);
    }

    [Fact]
    public void Stored_values_are_never_rounded_again()
    {
        var once = WriteAndRead(Sample().Quantize());

        var twice = WriteAndRead(once.Quantize());

        Assert.Equal(once.Quantized("layer.fc1.weight", 4, 3).Scales, twice.Quantized("layer.fc1.weight", 4, 3).Scales);
        Assert.Equal(once.Quantized("layer.fc1.weight", 4, 3).Values, twice.Quantized("layer.fc1.weight", 4, 3).Values);
    }

    [Fact]
    public void What_is_multiplied_is_in_8_bits_and_what_is_added_or_only_looked_up_by_place_is_not()
    {
        string[] inBytes =
        [
            "model.shared.weight", "lm_head.weight", "layer.fc1.weight", "model.encoder.recurrent.weight_ih_l0", "model.encoder.recurrent.weight_hh_l0_reverse",
            "model.decoder.embed_tokens.weight", "model.decoder.layers.0.conv.weight",
        ];
        string[] asTheyWere =
        [
            "final_logits_bias", "layer.fc1.bias", "layer.final_layer_norm.weight", "model.encoder.recurrent.bias_ih_l0",
            "model.encoder.embed_positions.weight", "model.decoder.attention.score.weight",
        ];
        long[] ShapeOf(string name) => name switch
        {
            "final_logits_bias" or "model.decoder.attention.score.weight" => [1, 6],
            _ when name.Contains("bias", StringComparison.Ordinal) || name.Contains("norm", StringComparison.Ordinal) => [6],
            _ when name.Contains("conv", StringComparison.Ordinal) => [4, 2, 3],
            _ => [4, 6],
        };
        var weights = new ModelWeights(inBytes.Concat(asTheyWere).ToDictionary(name => name, name => Tensor(ShapeOf(name))));

        WriteAndRead(weights.Quantize());

        using var file = SafetensorsReader.Open(Path);
        string Stored(string name) => $"{file.Find(name).Type} [{string.Join(", ", file.Find(name).Shape)}]";
        Assert.All(inBytes, name => Assert.Equal($"I8 [{string.Join(", ", ShapeOf(name))}]", Stored(name)));
        Assert.All(inBytes, name => Assert.Equal("F32 [4]", Stored(name + "_scale")));
        Assert.All(asTheyWere, name => Assert.Equal($"F32 [{string.Join(", ", ShapeOf(name))}]", Stored(name)));
        Assert.All(file.Tensors.Where(tensor => tensor.Type == TensorType.F32), tensor => Assert.Equal(0, tensor.Offset % 4));
    }

    [Fact]
    public void A_stored_matrix_of_another_shape_is_refused()
    {
        var read = WriteAndRead(Sample().Quantize());

        foreach (var ask in (Action[])[() => read.Get("layer.fc1.weight", 3, 4), () => read.Quantized("layer.fc1.weight", 3, 4)])
        {
            var error = Assert.Throws<CheckpointException>(ask);
            Assert.Contains("'layer.fc1.weight' has the shape [4, 3]", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"I8","shape":[2,2],"data_offsets":[0,4]}}""", new float[0], "'w' is in 8 bits but has no scales 'w_scale'")]
    [InlineData("""{"w":{"dtype":"I8","shape":[4],"data_offsets":[4,8]},"w_scale":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new[] { 1f }, "'w' is in 8 bits but has 1 dimensions")]
    [InlineData("""{"w":{"dtype":"I8","shape":[2,2],"data_offsets":[4,8]},"w_scale":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new[] { 1f }, "'w_scale' is F32 [1]; the 2 rows of 'w' need")]
    [InlineData("""{"w":{"dtype":"I8","shape":[2,2],"data_offsets":[8,12]},"w_scale":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""", new[] { 1f, 1f }, "'w_scale' is F32 [1, 2]")]
    [InlineData("""{"w":{"dtype":"I8","shape":[2,2],"data_offsets":[8,12]},"w_scale":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}""", new[] { 1f, 1f }, "'w_scale' is I32 [2]")]
    [InlineData("""{"w":{"dtype":"I8","shape":[2,2],"data_offsets":[8,12]},"w_scale":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new[] { 1f, float.NaN }, "'w_scale' has NaN at element 1")]
    [InlineData("""{"w":{"dtype":"I8","shape":[2,2],"data_offsets":[8,12]},"w_scale":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new[] { float.PositiveInfinity, 1f }, "'w_scale' has Infinity at element 0")]
    [InlineData("""{"w":{"dtype":"I8","shape":[2,2],"data_offsets":[8,12]},"w_scale":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new[] { 1f, -1f }, "'w_scale' has -1 at element 1")]
    [InlineData("""{"w":{"dtype":"I8","shape":[2,2],"data_offsets":[8,12]},"w_scale":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new[] { 1f, 3e36f }, "'w_scale' has 3E+36 at element 1")]
    public void Scales_that_make_no_weights_are_refused_with_file_and_tensor(string header, float[] scales, string fault)
    {
        WriteRaw(header, [.. scales.SelectMany(BitConverter.GetBytes), 1, 2, 3, 4]);

        var error = Assert.Throws<CheckpointException>(() => ModelWeights.Read(Path));

        Assert.StartsWith("model.int8.safetensors: tensor", error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_one_value_that_has_no_opposite_is_refused()
    {
        WriteRaw(
            """{"w":{"dtype":"I8","shape":[2,2],"data_offsets":[8,12]},"w_scale":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
            [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(1f), 0x81, 0x7F, 0x80, 0]);

        var error = Assert.Throws<CheckpointException>(() => ModelWeights.Read(Path));

        Assert.Equal("model.int8.safetensors: tensor 'w' has -128 at element 2; values in 8 bits go from -127 to 127.", error.Message);
    }

    [Fact]
    public void A_weight_that_is_merely_called_scale_stays_a_weight()
    {
        var weights = new ModelWeights(new Dictionary<string, WeightTensor> { ["layer_scale"] = Tensor(3), ["layer"] = Tensor(3) });

        Assert.Equal(["layer", "layer_scale"], WriteAndRead(weights).Names.Order());
    }

    [Fact]
    public void Damaged_files_are_refused_and_allocate_little()
    {
        WriteAndRead(Sample().Quantize());
        var sound = File.ReadAllBytes(Path);
        var random = new Random(21);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 2000; round++)
        {
            File.WriteAllBytes(Path, Damage.Bytes(sound, random));
            if (Record.Exception(() => ModelWeights.Read(Path)) is { } error)
                Assert.IsType<CheckpointException>(error);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 2000, 0, 64 << 10);
    }

    private ModelWeights Sample() => new(new Dictionary<string, WeightTensor>
    {
        ["model.shared.weight"] = Tensor(5, 3), ["layer.fc1.weight"] = Tensor(4, 3), ["layer.fc1.bias"] = Tensor(4), ["final_logits_bias"] = Tensor(1, 5),
    });

    private WeightTensor Tensor(params long[] shape) =>
        new(shape, [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => _random.NextSingle() - 0.5f)]);

    private ModelWeights WriteAndRead(ModelWeights weights)
    {
        using (var stream = File.Create(Path))
            weights.Write(stream);
        return ModelWeights.Read(Path);
    }

    private void WriteRaw(string json, byte[] data)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, Encoding.UTF8.GetByteCount(json));
        File.WriteAllBytes(Path, [.. prefix, .. Encoding.UTF8.GetBytes(json), .. data]);
    }
}
