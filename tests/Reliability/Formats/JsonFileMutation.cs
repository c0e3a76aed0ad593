using System.Text;
using System.Text.Json.Nodes;

namespace Seq2SeqService.Reliability.Formats;

/// <summary>Files of JSON: sound ones with deviations, and some with damaged bytes.</summary>
internal sealed class JsonFileMutation(IReadOnlyList<byte[]> seeds, IReadOnlyList<string> names)
{
    private const double ByteShare = 0.2;

    private readonly JsonNode[] _seeds = [.. seeds.Select(seed => JsonNode.Parse(seed)!)];
    private readonly JsonMutation _mutation = new(names);

    public byte[] Next(Random random)
    {
        var rate = random.Next(3) switch { 0 => 0.005, 1 => 0.03, _ => 0.15 };
        var json = Encoding.UTF8.GetBytes(_mutation.Write(_seeds[random.Next(_seeds.Length)], random, rate));
        return random.NextDouble() < ByteShare ? ByteMutation.Damage(json, random) : json;
    }
}
