using System.Text.Json;

namespace Seq2SeqService.Training.Shards;

/// <summary>What a part was made of and how: a part goes on, and parts go together, only where that is the same.</summary>
internal sealed record ShardHeader
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The shard, <c>2/8</c>.</summary>
    public required string Shard { get; init; }

    /// <summary>Bytes of the whole input.</summary>
    public required long InputBytes { get; init; }

    /// <summary>Where the shard begins in the input.</summary>
    public required long Begin { get; init; }

    /// <summary>Where it ends.</summary>
    public required long End { get; init; }

    /// <summary>SHA-256 of the shard's input.</summary>
    public required string InputSha256 { get; init; }

    /// <summary>Name and version of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Direction, beam, length penalty, precision and shortlist.</summary>
    public required string Options { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Null where a line is no header.</summary>
    public static ShardHeader? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ShardHeader>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What is another, in words; null where nothing is.</summary>
    public string? DifferenceTo(ShardHeader other)
    {
        if (Model != other.Model)
            return $"model ({Model}, now {other.Model})";
        if (Options != other.Options)
            return $"options ({Options}; now {other.Options})";

        return this == other ? null : "input";
    }
}
