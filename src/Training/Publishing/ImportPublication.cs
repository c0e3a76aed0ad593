using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Training.Publishing;

/// <summary>Publishes a model that another program trained, once the engine that serves has translated with it.</summary>
internal sealed record ImportPublication(ForeignModel Model, string Origin)
{
    private const int MaxKeptBytes = 1 << 20;

    /// <summary>Directions of the version; those that the model's files name where nothing is said.</summary>
    public IReadOnlyList<LanguagePair> Directions { get; init; } = Model.Directions;

    /// <summary>SPDX identifier for the card.</summary>
    public string License { get; init; } = "unknown";

    public TensorType Storage { get; init; } = TensorType.F32;

    /// <summary>Stores the matrices in 8 bits as well.</summary>
    public bool Quantizes { get; init; }

    /// <summary>What an operator should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes => Directions.Count > 0
        ? Model.Notes
        : [.. Model.Notes, "The version has no languages and is served as text to text; give --pair where it translates."];

    /// <exception cref="CheckpointException">The model cannot translate, or the version is there already.</exception>
    public Checkpoint Publish(string store, string name, string? version, CancellationToken cancel)
    {
        var tokenizer = new Tokenizer(Model.SourceModel, Model.TargetModel, Model.Vocabulary);
        new ImportCheck(Model, tokenizer).Run(Directions, cancel);
        return CheckpointPublisher.Publish(store, name, new CheckpointContents
        {
            Config = Model.Config,
            Generation = Model.Generation,
            Directions = Directions,
            TokenizerFiles = TokenizerFiles.Of(Model.SourceModel, Model.TargetModel, Model.Vocabulary),
            Weights = [.. Model.Weights.Names.Select(tensor => new WeightSource(tensor, Model.Weights.Find(tensor).Shape, Model.Weights.Find(tensor).Values))],
            Storage = Storage,
            Int8Weights = Quantizes ? StoredWeights.Of(Model.Weights, Storage).Quantize() : null,
            Card = Card(name),
            ExtraFiles = [.. Kept()],
        }, version);
    }

    private ModelCard Card(string name) => new()
    {
        Title = name,
        Summary = $"Imported: {Model.Origin}.",
        License = License,
        Training = [new("Trained by", Model.Origin.Split(' ')[0] == "CTranslate2" ? "a program that CTranslate2 converts from" : "Marian")],
        Limitations = string.Join('\n', Model.Notes),
        Date = DateOnly.FromDateTime(DateTime.UtcNow),
    };

    /// <summary>What the makers wrote about the model stays with it: its licence may ask for that.</summary>
    private IEnumerable<CheckpointFile> Kept() =>
        from file in ((string, string)[])[("README.md", "README.origin.md"), ("LICENSE", "LICENSE"), ("LICENSE.txt", "LICENSE.txt")]
        let path = new FileInfo(Path.Combine(Origin, file.Item1))
        where path is { Exists: true, Length: <= MaxKeptBytes }
        select CheckpointFile.Copy(path.FullName, file.Item2);
}
