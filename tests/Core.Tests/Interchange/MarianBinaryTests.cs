using System.Runtime.InteropServices;
using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;

namespace Seq2SeqService.Core.Tests.Interchange;

public sealed class MarianBinaryTests : IDisposable
{
    private const long Float32 = 0x404, Float16 = 0x402, Int8 = 0x101, Packed = 0x4101;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => System.IO.File.Delete(_path);

    [Fact]
    public void Weights_are_read_in_all_precisions_and_packed_matrices_are_turned_back()
    {
        System.IO.File.WriteAllBytes(_path, File());

        var (tensors, texts) = MarianBinary.Read(_path);

        Assert.Equal("type: transformer\0", Encoding.UTF8.GetString(texts["special:model.yml"]));
        Assert.Equal([1, 2, 3, 4, 5, 6], tensors.Take("plain", 2, 3));
        Assert.Equal([0.5f, -2], tensors.Take("half", 2));
        Assert.Equal([1, 2, 3, 4, 5, 6], tensors.Take("packed_W", 2, 3));
        Assert.Equal([1, 2, 3, 4, 5, 6], tensors.Take("Wemb", 2, 3));
        tensors.RequireAllTaken();
    }

    [Fact]
    public void Another_version_is_refused()
    {
        var file = File();
        file[0] = 2;
        System.IO.File.WriteAllBytes(_path, file);

        Assert.Contains("version 2", Assert.Throws<CheckpointException>(() => MarianBinary.Read(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_again_and_values_begin_at_multiples_of_256_bytes()
    {
        var writer = new MarianBinaryWriter();
        writer.Add("decoder_Wemb", new WeightTensor([3, 2], [1, 2, 3, 4, 5, 6]));
        writer.Add("special:model.yml", [.. "type: transformer\0"u8]);
        writer.Add("encoder_l1_ffn_b1", new WeightTensor([1, 65], [.. Enumerable.Range(0, 65).Select(i => (float)i)]));
        using (var stream = System.IO.File.Create(_path))
            writer.Write(stream);

        var (tensors, texts) = MarianBinary.Read(_path);

        Assert.True(MarianBinary.IsIn(_path));
        Assert.Equal("type: transformer\0", Encoding.UTF8.GetString(texts["special:model.yml"].AsSpan(0, 18)));
        Assert.Equal([1, 2, 3, 4, 5, 6], tensors.Take("decoder_Wemb", 3, 2));
        Assert.Equal(64, tensors.Take("encoder_l1_ffn_b1", 65)[64]);
        var bytes = System.IO.File.ReadAllBytes(_path);
        Assert.Equal([1, 2, 3, 4, 5, 6], MemoryMarshal.Cast<byte, float>(bytes.AsSpan(256, 24)).ToArray());   // behind 189 bytes of heads, names and shapes
        Assert.Equal("type"u8, bytes.AsSpan(512, 4));
        Assert.Equal(768 + 512, bytes.Length);
    }

    [Fact]
    public void A_file_of_another_program_or_of_a_few_bytes_is_none_of_Marians()
    {
        System.IO.File.WriteAllBytes(_path, [6, 0, 0, 0, 16, 0, 84, 114, 97]);
        Assert.False(MarianBinary.IsIn(_path));

        System.IO.File.WriteAllBytes(_path, [1, 0, 0]);
        Assert.False(MarianBinary.IsIn(_path));
    }

    /// <summary>The same matrix in every form: packed ones hold twice the value and a scale of 2.</summary>
    internal static byte[] File()
    {
        ForeignItem[] items =
        [
            new("plain", Float32, [2, 3], MemoryMarshal.AsBytes<float>([1, 2, 3, 4, 5, 6]).ToArray()),
            new("half", Float16, [1, 2], MemoryMarshal.AsBytes<Half>([(Half)0.5f, (Half)(-2)]).ToArray()),
            new("packed_W", Packed, [2, 3], [2, 8, 4, 10, 6, 12, .. MemoryMarshal.AsBytes<float>([2])]),
            new("packed_W_QuantMultA", Float32, [1, 1], MemoryMarshal.AsBytes<float>([9]).ToArray()),
            new("Wemb", Packed, [2, 3], [2, 4, 6, 8, 10, 12, .. MemoryMarshal.AsBytes<float>([2])]),
            new("special:model.yml", Int8, [18], [.. "type: transformer\0"u8]),
        ];
        return ForeignFiles.MarianBinary(items);
    }
}
