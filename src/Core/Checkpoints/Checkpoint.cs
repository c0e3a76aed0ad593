using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// One published version of a model, verified: every file is the one that the manifest lists, and its configuration makes sense. The
/// weights are read on demand.
/// </summary>
public sealed class Checkpoint
{
    private Checkpoint(string directory, ModelConfig config, GenerationConfig generation, IReadOnlyList<LanguagePair> directions)
    {
        Directory = directory;
        Config = config;
        Generation = generation;
        Directions = directions;
    }

    /// <summary>Full path of the version's directory.</summary>
    public string Directory { get; }

    /// <summary>The model's name: that of the directory above.</summary>
    public string Name => Path.GetFileName(Path.GetDirectoryName(Directory)) ?? "";

    /// <summary>The version's name: that of the directory.</summary>
    public string Version => Path.GetFileName(Directory);

    public ModelConfig Config { get; }

    /// <summary>How the model likes to be decoded; callers may ask otherwise.</summary>
    public GenerationConfig Generation { get; }

    /// <summary>Language pairs; empty for a model of another text-to-text task.</summary>
    public IReadOnlyList<LanguagePair> Directions { get; }

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

    /// <summary>All floating-point weights in fp32, finite; several hundred megabytes for a large model, so drop them once packed.</summary>
    public ModelWeights ReadWeights() => ModelWeights.Read(Path.Combine(Directory, CheckpointFiles.Weights));

    private static Checkpoint OpenVerified(string directory)
    {
        var manifest = CheckpointManifest.Read(directory);
        manifest.Verify(directory);

        foreach (var required in (string[])[CheckpointFiles.Config, CheckpointFiles.Weights])
        {
            if (!manifest.Lists(required))
                throw new CheckpointException($"{required} is missing; a checkpoint cannot do without it.");
        }

        // Older Hugging Face directories keep the generation settings in config.json.
        var config = ModelConfigFile.Read(Path.Combine(directory, CheckpointFiles.Config));
        var generation = manifest.Lists(CheckpointFiles.Generation) ? CheckpointFiles.Generation : CheckpointFiles.Config;
        var directions = manifest.Lists(CheckpointFiles.TokenizerConfig)
            ? TokenizerConfig.Read(Path.Combine(directory, CheckpointFiles.TokenizerConfig)).Pairs()
            : [];

        return new(directory, config, GenerationConfigFile.Read(Path.Combine(directory, generation), config.VocabularySize), directions);
    }
}
