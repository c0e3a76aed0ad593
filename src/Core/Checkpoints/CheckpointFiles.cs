namespace Seq2SeqService.Core.Checkpoints;

/// <summary>Names of the files of a checkpoint directory; all but the manifest, the weights in 8 bits, the shortlist and the sentinels are Hugging Face's.</summary>
public static class CheckpointFiles
{
    public const string Config = "config.json";
    public const string Generation = "generation_config.json";
    public const string TokenizerConfig = "tokenizer_config.json";
    public const string Weights = "model.safetensors";

    /// <summary>The same weights with matrices in 8 bits: beside the others, or in their place.</summary>
    public const string Int8Weights = "model.int8.safetensors";

    /// <summary>The target tokens that a source can call for (<see cref="Checkpoints.Shortlist"/>); optional.</summary>
    public const string Shortlist = "shortlist.safetensors";

    /// <summary>Sentences by which a service judges the version before it serves (<see cref="SentinelFile"/>); optional.</summary>
    public const string Sentinels = "sentinels.jsonl";

    public const string SourceSentencePiece = "source.spm";
    public const string TargetSentencePiece = "target.spm";
    public const string Vocabulary = "vocab.json";
    public const string ModelCard = "README.md";
    public const string Manifest = "manifest.json";

    private const int MaxNameLength = 200;

    /// <summary>
    /// A plain name: ASCII letters, digits, <c>. _ - +</c>, not beginning with a dot. What passes cannot leave its directory on any system.
    /// </summary>
    public static bool IsPlainName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength }
        && name[0] != '.'
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '+');
}
