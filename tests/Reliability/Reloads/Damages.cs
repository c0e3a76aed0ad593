using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Reliability.Reloads;

/// <summary>Everything that is done to checkpoints: what disks and copies do, and what only somebody who makes a manifest to fit can do.</summary>
internal static class Damages
{
    private const string Weights = CheckpointFiles.Int8Weights;   // what serves
    private const int Prefix = 8;   // bytes of a safetensors file before its header

    public static IReadOnlyList<Damage> Of(IReadOnlyList<string> files) =>
    [
        .. files.SelectMany(ToOneFile),
        .. files.Where(file => file != CheckpointFiles.Manifest).Select(file => Fitted("bit flipped, manifest made to fit", false, file, Flip)),
        new("file that nobody lists", true, (directory, _) => File.WriteAllText(Path.Combine(directory, "more.json"), "{}")),
        Fitted("wrong shape", true, Weights, (bytes, _) => Replaced(bytes, "[1024,256]", "[256,1024]")),
        Fitted("wrong shape", true, Weights, (bytes, _) => Replaced(bytes, "[256]", "[128]")),
        Configured("wrong shape", "d_model", 512),
        Configured("wrong shape", "encoder_ffn_dim", 2048),
        Fitted("NaN or infinity among the weights", true, Weights, (bytes, random) => WithNumber(bytes, random, float.NaN)),
        Fitted("NaN or infinity among the weights", true, Weights, (bytes, random) => WithNumber(bytes, random, float.NegativeInfinity)),
        Fitted("huge header", true, Weights, (bytes, _) => WithHeaderOf(bytes, long.MaxValue)),
        Fitted("huge header", true, Weights, (bytes, _) => WithHeaderOf(bytes, bytes.Length - Prefix)),
        Configured("huge header", "vocab_size", int.MaxValue),
        Configured("huge header", "encoder_layers", 1_000_000),
        Fitted("weights of noise", true, Weights, Noise),
        Fitted("sentinels that promise too much", true, CheckpointFiles.Sentinels, (bytes, _) => Promising(bytes)),
    ];

    private static IEnumerable<Damage> ToOneFile(string file) =>
    [
        new("bit flipped", true, (directory, random) => Change(directory, file, random, Flip)),
        new("cut short", true, (directory, random) => Change(directory, file, random, (bytes, random) => bytes[..random.Next(bytes.Length)])),
        new("partial copy", true, (directory, _) => File.Delete(Path.Combine(directory, file))),
        new("link to outside", true, (directory, _) => LinkOut(directory, file)),
    ];

    /// <summary>A file changed, and a manifest that says it must be so.</summary>
    private static Damage Fitted(string kind, bool isCertain, string file, Func<byte[], Random, byte[]> change) => new(kind, isCertain, (directory, random) =>
    {
        Change(directory, file, random, change);
        File.WriteAllBytes(Path.Combine(directory, CheckpointFiles.Manifest), CheckpointManifest.Describe(directory).ToBytes());
    });

    private static Damage Configured(string kind, string setting, int value) => Fitted(kind, true, CheckpointFiles.Config, (bytes, _) =>
    {
        var config = JsonNode.Parse(bytes)!;
        config[setting] = value;
        return Encoding.UTF8.GetBytes(config.ToJsonString());
    });

    private static void Change(string directory, string file, Random random, Func<byte[], Random, byte[]> change)
    {
        var path = Path.Combine(directory, file);
        File.WriteAllBytes(path, change(File.ReadAllBytes(path), random));
    }

    private static byte[] Flip(byte[] bytes, Random random)
    {
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    /// <summary>The very content that is expected, at a place that anybody may change later.</summary>
    private static void LinkOut(string directory, string file)
    {
        var (path, outside) = (Path.Combine(directory, file), Path.Combine(Path.GetDirectoryName(directory)!, $".outside-{file}"));
        File.Move(path, outside, overwrite: true);
        File.CreateSymbolicLink(path, outside);
    }

    private static byte[] Replaced(byte[] bytes, string old, string with)
    {
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(old));
        Encoding.ASCII.GetBytes(with).CopyTo(bytes, at);
        return bytes;
    }

    private static byte[] WithHeaderOf(byte[] bytes, long length)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        return bytes;
    }

    /// <summary>The first tensor of the file is one of floats.</summary>
    private static byte[] WithNumber(byte[] bytes, Random random, float number)
    {
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(DataOf(bytes) + (random.Next(1000) * sizeof(float))), number);
        return bytes;
    }

    /// <summary>The last quarter of the file holds matrices in 8 bits.</summary>
    private static byte[] Noise(byte[] bytes, Random random)
    {
        foreach (ref var weight in bytes.AsSpan(bytes.Length * 3 / 4))
            weight = (byte)random.Next(-127, 128);

        return bytes;
    }

    private static int DataOf(byte[] bytes) => Prefix + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);

    private static byte[] Promising(byte[] bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            var sentinel = JsonNode.Parse(line)!;
            sentinel["chrf"] = 100;
            return sentinel.ToJsonString() + "\n";
        });
        return Encoding.UTF8.GetBytes(string.Concat(lines));
    }
}
