using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;

namespace Seq2SeqService.Core.Tests.Interchange;

public sealed class TorchArchiveTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("torch-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static readonly Dictionary<string, ForeignTensor> Weights = new()
    {
        ["a"] = new([2, 3], [1, 2, 3, 4, 5, 6.5f]),
        ["b"] = new([3], [-1, 0.25f, 1e-3f]),
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_are_read_in_both_precisions(bool asHalf)
    {
        var tensors = Read(ForeignFiles.Torch(Weights, asHalf));

        Assert.Equal(["a", "b"], tensors.Names);
        Assert.Equal(Weights["a"].Values, tensors.Take("a", 2, 3));
        Assert.Equal(Weights["b"].Values.Select(value => asHalf ? (float)(Half)value : value), tensors.Take("b", 3));
        tensors.RequireAllTaken();
    }

    [Theory]
    [InlineData("FloatStorage")]
    [InlineData("HalfStorage")]
    public void Parts_of_one_storage_are_read_beside_the_whole(string storage)
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        byte[] bytes = storage == "FloatStorage"
            ? [.. values.SelectMany(BitConverter.GetBytes)]
            : [.. values.SelectMany(value => BitConverter.GetBytes((Half)value))];
        var pickle = new PickleBytes().Code("}(")
            .Text("query").View(storage, 0, 6, 0, [1, 2], [2, 1]).Text("key").View(storage, 0, 6, 2, [1, 2], [2, 1]).Text("value").View(storage, 0, 6, 4, [1, 2], [2, 1])
            .Text("whole").View(storage, 0, 6, 0, [3, 2], [2, 1]).Text("tied").View(storage, 0, 6, 0, [6], [1]).Code("u.").Bytes;

        var tensors = Read(ForeignFiles.TorchOf(pickle, ("archive/data/0", bytes)));

        Assert.Equal([1, 2], tensors.Take("query", 1, 2));
        Assert.Equal([3, 4], tensors.Take("key", 1, 2));
        Assert.Equal([5, 6], tensors.Take("value", 1, 2));
        Assert.Equal(values, tensors.Take("whole", 3, 2));
        Assert.Same(tensors.Take("whole", 3, 2), tensors.Take("tied", 6));
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("posix", "system")]
    [InlineData("torch._utils", "_rebuild_tensor")]
    [InlineData("torch", "load")]
    [InlineData("subprocess", "Popen")]
    public void A_pickle_that_names_something_to_call_is_refused_and_nothing_is_run(string module, string name)
    {
        var pickle = new PickleBytes().Global(module, name).Code("(").Text("touch harmed").Code("tR.").Bytes;

        var error = Assert.Throws<CheckpointException>(() => Read(ForeignFiles.TorchOf(pickle)));

        Assert.Contains($"'{module}.{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("nothing of it was run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_of_protocol_4_are_held_to_the_same_list()
    {
        byte[] pickle = [0x80, 4, 0x8c, 2, .. "os"u8, 0x8c, 6, .. "system"u8, 0x93, .. ".\n"u8];

        Assert.Contains("'os.system'", Assert.Throws<CheckpointException>(() => Read(ForeignFiles.TorchOf(pickle))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("i")]        // INST
    [InlineData("o")]        // OBJ
    [InlineData("\u0081")]   // NEWOBJ
    [InlineData("\u0082")]   // EXT1
    [InlineData("I")]        // INT
    public void Instructions_that_weights_do_not_need_are_refused(string instruction)
    {
        var pickle = new PickleBytes().Code("}").Code(instruction).Code("1\n.").Bytes;

        Assert.Contains("instruction", Assert.Throws<CheckpointException>(() => Read(ForeignFiles.TorchOf(pickle))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-4L, 4L, 1)]
    [InlineData(4L, -1L, 1)]
    [InlineData(1_000_000_000L, 1L, 1)]
    [InlineData(2L, 1L, 2)]      // more values than the storage has
    public void Sizes_that_do_not_fit_the_storage_are_refused(long rows, long stride, int offset)
    {
        var pickle = new PickleBytes().Code("}").Text("w").Global("torch._utils", "_rebuild_tensor_v2").Code("((")
            .Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Number(3).Code("tQ").Number(offset).Numbers([rows]).Numbers([stride])
            .Raw(0x89).Code("}tRs.").Bytes;

        var error = Assert.Throws<CheckpointException>(() => Read(ForeignFiles.TorchOf(pickle, ("archive/data/0", new byte[12]))));

        Assert.Contains("tensor 'w'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Views_that_do_not_lie_in_rows_are_refused()
    {
        var pickle = new PickleBytes().Code("}").Text("w").Global("torch._utils", "_rebuild_tensor_v2").Code("((")
            .Text("storage").Global("torch", "FloatStorage").Text("0").Text("cpu").Number(4).Code("tQ").Number(0).Numbers([2, 2]).Numbers([1, 2])
            .Raw(0x89).Code("}tRs.").Bytes;

        Assert.Contains(".contiguous()", Assert.Throws<CheckpointException>(() => Read(ForeignFiles.TorchOf(pickle, ("archive/data/0", new byte[16])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Float64_is_refused_with_what_to_do()
    {
        var pickle = new PickleBytes().Code("}").Text("w").Tensor([2], "DoubleStorage", 0, 2).Code("s.").Bytes;

        Assert.Contains(".float()", Assert.Throws<CheckpointException>(() => Read(ForeignFiles.TorchOf(pickle, ("archive/data/0", new byte[16])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counters_are_no_weights_and_left_out()
    {
        var pickle = new PickleBytes().Code("}").Text("steps").Tensor([1], "LongStorage", 0, 1).Code("s.").Bytes;

        Assert.Empty(Read(ForeignFiles.TorchOf(pickle, ("archive/data/0", new byte[8]))).Names);
    }

    [Fact]
    public void The_format_before_zip_archives_is_named()
    {
        var error = Assert.Throws<CheckpointException>(() => Read([0x80, 2, 0x8a, 10, 1, 2, 3]));

        Assert.Contains("before 1.6", error.Message, StringComparison.Ordinal);
        Assert.Contains("model.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_state_is_no_dictionary_of_weights()
    {
        var pickle = new PickleBytes().Code("}").Text("epoch").Number(3).Code("s.").Bytes;

        Assert.Contains("'epoch'", Assert.Throws<CheckpointException>(() => Read(ForeignFiles.TorchOf(pickle))).Message, StringComparison.Ordinal);
    }

    private ForeignTensors Read(byte[] file)
    {
        var path = Path.Combine(_directory, "pytorch_model.bin");
        File.WriteAllBytes(path, file);
        return TorchArchive.Read(path);
    }
}
