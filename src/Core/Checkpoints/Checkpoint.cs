using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// One published version of a model, verified: every file is the one that the manifest lists, and its configuration makes sense. The
/// weights are read on demand.
/// </summary>
public sealed class Checkpoint
{
    private static readonly string[] Required =
    [
        CheckpointFiles.Config, CheckpointFiles.Vocabulary, CheckpointFiles.SourceSentencePiece, CheckpointFiles.TargetSentencePiece,
    ];

    private Checkpoint(string directory, CheckpointManifest manifest)
    {
        Directory = directory;
        Files = [.. manifest.Files.Select(file => file.Name)];
        Config = ModelConfigFile.Read(PathOf(CheckpointFiles.Config));
        Generation = ReadGeneration(manifest);
        Directions = manifest.Lists(CheckpointFiles.TokenizerConfig)
            ? TokenizerConfig.Read(PathOf(CheckpointFiles.TokenizerConfig)).Pairs()
            : [];
        Tokenizer = Tokenizer.Load(directory);
        RequireAgreement();
        Generation = Generation with { BadWords = [.. Generation.BadWords, .. UnusedIds.Select(id => (int[])[id])] };
    }

    /// <summary>Full path of the version's directory.</summary>
    public string Directory { get; }

    /// <summary>The model's name: that of the directory above.</summary>
    public string Name => Path.GetFileName(Path.GetDirectoryName(Directory)) ?? "";

    /// <summary>The version's name: that of the directory.</summary>
    public string Version => Path.GetFileName(Directory);

    /// <summary>Names of all files, the manifest left out.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Weights in 8 bits are stored, <c>model.int8.safetensors</c>.</summary>
    public bool HasInt8Weights => Files.Contains(CheckpointFiles.Int8Weights);

    /// <summary>A shortlist is stored, <c>shortlist.safetensors</c>.</summary>
    public bool HasShortlist => Files.Contains(CheckpointFiles.Shortlist);

    public ModelConfig Config { get; }

    /// <summary>How the model likes to be decoded; callers may ask otherwise.</summary>
    public GenerationConfig Generation { get; }

    /// <summary>Language pairs; empty for a model of another text-to-text task.</summary>
    public IReadOnlyList<LanguagePair> Directions { get; }

    /// <summary>Text to ids and back.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>
    /// Opens <paramref name="directory"/> (<c>&lt;root&gt;/&lt;model&gt;/&lt;version&gt;</c>). A checkpoint that cannot be believed is a
    /// <see cref="CheckpointException"/> that names the file and what is wrong with it.
    /// </summary>
    public static Checkpoint Open(string directory)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        try
        {
            return OpenVerified(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The checkpoint '{Path.GetFileName(path)}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>
    /// All floating-point weights in fp32, finite; several hundred megabytes for a large model, so drop them once packed. Where only weights
    /// in 8 bits are stored, it is these.
    /// </summary>
    public ModelWeights ReadWeights() =>
        ModelWeights.Read(PathOf(Files.Contains(CheckpointFiles.Weights) ? CheckpointFiles.Weights : CheckpointFiles.Int8Weights));

    /// <summary>The weights with all matrices in 8 bits: as they are stored, else rounded now.</summary>
    public ModelWeights ReadInt8Weights() => HasInt8Weights ? ModelWeights.Read(PathOf(CheckpointFiles.Int8Weights)) : ReadWeights().Quantize();

    /// <summary>The target tokens that a source can call for; null where the version has no shortlist.</summary>
    public Shortlist? ReadShortlist() =>
        HasShortlist ? Shortlist.Read(PathOf(CheckpointFiles.Shortlist), Config.VocabularySize, Config.EosId) : null;

    /// <summary>The sentences by which the version is judged before it serves; empty where it has none.</summary>
    public IReadOnlyList<Sentinel> ReadSentinels() =>
        Files.Contains(CheckpointFiles.Sentinels) ? SentinelFile.Read(PathOf(CheckpointFiles.Sentinels), Directions) : [];

    /// <summary>Where a file of the version lies.</summary>
    public string PathOf(string file) => Path.Combine(Directory, file);

    private static Checkpoint OpenVerified(string directory)
    {
        var manifest = CheckpointManifest.Read(directory);
        manifest.Verify(directory);

        foreach (var required in Required)
        {
            if (!manifest.Lists(required))
                throw new CheckpointException($"{required} is missing; a checkpoint cannot do without it.");
        }

        if (!manifest.Lists(CheckpointFiles.Weights) && !manifest.Lists(CheckpointFiles.Int8Weights))
            throw new CheckpointException($"{CheckpointFiles.Weights} is missing, and so is {CheckpointFiles.Int8Weights}; a checkpoint needs one of them.");

        return new(directory, manifest);
    }

    // Older Hugging Face directories keep the generation settings in config.json.
    private GenerationConfig ReadGeneration(CheckpointManifest manifest)
    {
        var file = manifest.Lists(CheckpointFiles.Generation) ? CheckpointFiles.Generation : CheckpointFiles.Config;
        return GenerationConfigFile.Read(PathOf(file), Config.VocabularySize);
    }

    /// <summary>Ids that no piece has are never written: they would be no text.</summary>
    private IEnumerable<int> UnusedIds => Enumerable.Range(Tokenizer.VocabularySize, Config.VocabularySize - Tokenizer.VocabularySize);

    /// <summary>The network's ids are the tokenizer's; some models pad the vocabulary with ids that no piece has.</summary>
    private void RequireAgreement()
    {
        var limits = new Limits(CheckpointFiles.Config);
        if (Config.VocabularySize < Tokenizer.VocabularySize)
            throw limits.Fault("vocab_size", $"{Config.VocabularySize}", $"{CheckpointFiles.Vocabulary} has {Tokenizer.VocabularySize} pieces");
        if (Config.EosId != Tokenizer.EosId)
            throw limits.Fault("eos_token_id", $"{Config.EosId}", $"{CheckpointFiles.Vocabulary} has </s> at {Tokenizer.EosId}");
        if (Config.PadId != Tokenizer.PadId)
            throw limits.Fault("pad_token_id", $"{Config.PadId}", $"{CheckpointFiles.Vocabulary} has <pad> at {Tokenizer.PadId}");
    }
}
