using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Seq2SeqService.Reliability.Formats;

/// <summary>Safetensors files whose header deviates while its length is right, so that what it says is read; some with damaged bytes.</summary>
internal sealed class SafetensorsMutation(IReadOnlyList<byte[]> seeds)
{
    private const int PrefixBytes = 8;
    private const double ByteShare = 0.25, DataShare = 0.2;

    private static readonly string[] Types = ["F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL", "F8_E4M3", "f32", ""];
    private static readonly byte[][] Values = [[0, 0, 0xC0, 0x7F], [0, 0, 0x80, 0x7F], [0, 0, 0x80, 0xFF], [0xFF, 0xFF, 0x7F, 0x7F], [0x80, 0x80, 0x80, 0x80], [0, 0x7C, 0, 0xFC]];

    private readonly JsonMutation _json = new(["a", "b.weight", "b.weight_scale", "dtype", "shape", "data_offsets", "__metadata__", "frequent", "offsets", "targets"]);

    public byte[] Next(Random random)
    {
        var seed = seeds[random.Next(seeds.Count)];
        if (random.NextDouble() < ByteShare)
            return ByteMutation.Damage(seed, random);

        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(seed);
        var header = JsonNode.Parse(seed.AsSpan(PrefixBytes, length))!.AsObject();
        Retype(header, random);
        var json = Encoding.UTF8.GetBytes(_json.Write(header, random, random.Next(3) switch { 0 => 0, 1 => 0.01, _ => 0.1 }));
        var data = seed[(PrefixBytes + length)..];
        if (random.NextDouble() < DataShare)
            Overwrite(data, random);

        var file = new byte[PrefixBytes + json.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, random.Next(50) == 0 ? random.NextInt64(-2, long.MaxValue) : json.Length);
        json.CopyTo(file, PrefixBytes);
        data.CopyTo(file, PrefixBytes + json.Length);
        return file;
    }

    /// <summary>Values that are no numbers, are too large, or are what 8 bits may not be.</summary>
    private static void Overwrite(byte[] data, Random random)
    {
        for (var left = random.Next(1, 4); left > 0 && data.Length >= 4; left--)
            Values[random.Next(Values.Length)].CopyTo(data, random.Next((data.Length / 4)) * 4);
    }

    /// <summary>Other types and shapes with the same number of bytes, and ranges that overlap, have holes or run over.</summary>
    private static void Retype(JsonObject header, Random random)
    {
        foreach (var (_, value) in header.ToList())
        {
            if (value is not JsonObject tensor || tensor["shape"] is not JsonArray shape || tensor["data_offsets"] is not JsonArray range || random.Next(3) != 0)
                continue;

            switch (random.Next(5))
            {
                case 0:
                    tensor["dtype"] = Types[random.Next(Types.Length)];
                    break;
                case 1:
                    shape.Insert(random.Next(shape.Count + 1), 1);
                    break;
                case 2:
                    shape.Insert(random.Next(shape.Count + 1), random.Next(2) == 0 ? 0 : long.MaxValue >> random.Next(40));
                    break;
                case 3 when range.Count > 0:
                    range[random.Next(range.Count)] = random.NextInt64(-5, 2000);
                    break;
                case 4:
                    tensor["shape"] = new JsonArray();
                    break;
            }
        }
    }
}
