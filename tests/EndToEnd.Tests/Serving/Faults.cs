using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>What can be wrong with a published version, by name: what is written, what is done to it then, and a word of the reason.</summary>
internal static class Faults
{
    public static IReadOnlyDictionary<string, Fault> ByName { get; } = All().ToDictionary(fault => fault.Name);

    private static IEnumerable<Fault> All()
    {
        string[] files =
        [
            CheckpointFiles.Config, CheckpointFiles.Generation, CheckpointFiles.TokenizerConfig, CheckpointFiles.Weights, CheckpointFiles.SourceSentencePiece,
            CheckpointFiles.TargetSentencePiece, CheckpointFiles.Vocabulary, CheckpointFiles.ModelCard,
        ];

        foreach (var file in files)
            yield return Damage($"one bit of {file} is flipped", $"{file} is damaged", directory => Rewrite(directory, file, Flip));

        yield return Damage("one bit of the manifest is flipped", "", directory => Rewrite(directory, CheckpointFiles.Manifest, Flip));
        yield return Damage("the weights are cut in half", "model.safetensors has", directory => Rewrite(directory, CheckpointFiles.Weights, bytes => bytes[..(bytes.Length / 2)]));
        yield return Damage("the manifest is missing", "manifest.json is missing", directory => File.Delete(Path.Combine(directory, CheckpointFiles.Manifest)));
        yield return Damage("a file is missing", "target.spm is listed", directory => File.Delete(Path.Combine(directory, CheckpointFiles.TargetSentencePiece)));

        // The last value of the last tensor, and a manifest that agrees: only the weights themselves are wrong.
        yield return Damage("a weight is NaN", "not finite", directory =>
        {
            Rewrite(directory, CheckpointFiles.Weights, bytes => [.. bytes[..^4], .. BitConverter.GetBytes(float.NaN)]);
            File.WriteAllBytes(Path.Combine(directory, CheckpointFiles.Manifest), CheckpointManifest.Describe(directory).ToBytes());
        });

        yield return new("a tensor has a wrong shape", "'final_logits_bias' has the shape", contents => contents with
        {
            Weights = [.. contents.Weights.Select(weight => weight.Name == "final_logits_bias" ? weight with { Shape = [.. weight.Shape.Reverse()] } : weight)],
        }, _ => { });
    }

    private static Fault Damage(string name, string reason, Action<string> damage) => new(name, reason, contents => contents, damage);

    private static void Rewrite(string directory, string file, Func<byte[], byte[]> change)
    {
        var path = Path.Combine(directory, file);
        File.WriteAllBytes(path, change(File.ReadAllBytes(path)));
    }

    private static byte[] Flip(byte[] bytes)
    {
        bytes[bytes.Length / 2] ^= 1;
        return bytes;
    }
}

/// <param name="Reason">A part of the reason that <c>GET /models</c> must give.</param>
internal sealed record Fault(string Name, string Reason, Func<CheckpointContents, CheckpointContents> Change, Action<string> Spoil);
