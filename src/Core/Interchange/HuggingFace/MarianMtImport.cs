using System.Text.Json.Serialization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Interchange.HuggingFace;

/// <summary>Reads a MarianMT directory of Hugging Face: the layout of a published version, but with PyTorch's weights perhaps, and no manifest.</summary>
internal sealed class MarianMtImport
{
    public const string TorchWeights = "pytorch_model.bin";
    private const string TargetVocabulary = "target_vocab.json";
    private const string Shared = "model.shared.weight", Output = "lm_head.weight", Bias = "final_logits_bias";

    private readonly string _path;
    private readonly ModelConfig _config;
    private readonly ForeignTensors _tensors;

    private MarianMtImport(string path)
    {
        _path = path;
        var kind = JsonFile.Read<Kind>(PathOf(CheckpointFiles.Config), 1 << 20);
        if (kind.ModelType != ModelConfig.Marian || kind.NormalizesEmbedding)
            throw new CheckpointException($"config.json: 'model_type' is '{kind.ModelType}'{(kind.NormalizesEmbedding ? " with 'normalize_embedding'" : "")}; a plain 'marian' can be imported.");
        _config = ModelConfigFile.Read(PathOf(CheckpointFiles.Config));
        _tensors = ReadTensors();
    }

    public static ForeignModel Read(string path) => new MarianMtImport(path).Read();

    private ForeignModel Read()
    {
        var vocabulary = Pieces(CheckpointFiles.Vocabulary);
        var target = File.Exists(PathOf(TargetVocabulary)) ? Pieces(TargetVocabulary) : vocabulary;
        var layers = ReadLayers();
        var config = ReadPositions(layers);
        var (sourceEmbedding, targetEmbedding) = ReadEmbeddings();
        var network = new ForeignNetwork
        {
            Config = config,
            Layers = layers,
            SourceEmbedding = sourceEmbedding,
            TargetEmbedding = targetEmbedding,
            Output = ReadOutput(targetEmbedding),
            OutputBias = _tensors.Contains(Bias) ? _tensors.Take(Bias, targetEmbedding.Shape[0]) : null,
            SourcePieces = vocabulary,
            TargetPieces = target,
            StartPiece = StartPiece(target),
        };
        _tensors.RequireAllTaken();
        if (sourceEmbedding.Shape[0] != _config.VocabularySize)
            throw new CheckpointException($"config.json: 'vocab_size' is {_config.VocabularySize}; the embedding in {_tensors.File} has {sourceEmbedding.Shape[0]} rows.");

        return Finish(new VocabularyAssembly(network, _tensors.File), ReferenceEquals(target, vocabulary));
    }

    private ForeignModel Finish(VocabularyAssembly assembly, bool isOneVocabulary)
    {
        var generation = GenerationConfigFile.Read(PathOf(File.Exists(PathOf(CheckpointFiles.Generation)) ? CheckpointFiles.Generation : CheckpointFiles.Config), _config.VocabularySize);
        return new ForeignModel
        {
            Origin = $"Hugging Face MarianMT ({_tensors.File})",
            Config = assembly.Config,
            Generation = generation with
            {
                BadWords = isOneVocabulary ? generation.BadWords : [[assembly.Config.PadId]],
                MaxLength = Math.Min(generation.MaxLength, assembly.Config.MaxPositions),
            },
            Weights = assembly.Weights(),
            SourceModel = SentencePieceModel.Load(PathOf(CheckpointFiles.SourceSentencePiece)),
            TargetModel = SentencePieceModel.Load(PathOf(CheckpointFiles.TargetSentencePiece)),
            Vocabulary = assembly.Vocabulary,
            Directions = File.Exists(PathOf(CheckpointFiles.TokenizerConfig)) ? TokenizerConfig.Read(PathOf(CheckpointFiles.TokenizerConfig)).Pairs() : [],
        };
    }

    private ForeignTensors ReadTensors()
    {
        if (!File.Exists(PathOf(CheckpointFiles.Weights)))
        {
            return File.Exists(PathOf(TorchWeights))
                ? TorchArchive.Read(PathOf(TorchWeights))
                : throw new CheckpointException($"{CheckpointFiles.Weights} is missing, and so is {TorchWeights}. Weights in several parts are not read; save the model as one.");
        }

        var weights = ModelWeights.Read(PathOf(CheckpointFiles.Weights));
        return new(CheckpointFiles.Weights, weights.Names.ToDictionary(name => name, weights.Find, StringComparer.Ordinal));
    }

    private Dictionary<string, WeightTensor> ReadLayers()
    {
        var layers = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        foreach (var site in TransformerSites.Linears(_config))
        {
            Add($"{site.Name}.weight", site.Outputs, site.Inputs);
            Add($"{site.Name}.bias", site.Outputs);
        }

        string[] norms =
        [
            .. TransformerSites.Norms(_config).Select(site => site.Name),
            .. TransformerSites.Sides.Where(_ => _config.NormalizeBefore).Select(TransformerSites.TopNorm),
        ];
        foreach (var norm in norms)
        {
            Add($"{norm}.weight", _config.Width);
            Add($"{norm}.bias", _config.Width);
        }

        return layers;

        void Add(string name, params long[] shape) => layers[name] = new(shape, _tensors.Take(name, shape));
    }

    /// <summary>Stored sinusoids that this project computes itself are left out.</summary>
    private ModelConfig ReadPositions(Dictionary<string, WeightTensor> layers)
    {
        var stored = TransformerSites.Sides.Where(side => _tensors.Contains(TransformerSites.Positions(side)))
            .ToDictionary(side => side, side => new WeightTensor(
                [_config.MaxPositions, _config.Width], _tensors.Take(TransformerSites.Positions(side), _config.MaxPositions, _config.Width)));
        if (stored.Count == 0 && _config.StaticPositions)
            return _config;

        // Not before: a stored table proves that so large a one is believed.
        var computed = _config.StaticPositions ? PositionTables.HuggingFace(_config.MaxPositions, _config.Width) : null;
        if (computed is not null && stored.Values.All(table => PositionTables.AreClose(table, computed)))
            return _config;

        foreach (var side in TransformerSites.Sides)
            layers[TransformerSites.Positions(side)] = stored.GetValueOrDefault(side) ?? computed ?? _tensors.Take(TransformerSites.Positions(side));
        return _config with { StaticPositions = false };
    }

    /// <summary>PyTorch's files repeat shared weights under each of their names.</summary>
    private (WeightTensor Source, WeightTensor Target) ReadEmbeddings()
    {
        string[] own = [.. TransformerSites.Sides.Select(side => $"model.{side}.embed_tokens.weight")];
        if (!_config.SharedEmbeddings)
            return (_tensors.TakeRows(own[0], _config.Width), _tensors.TakeRows(own[1], _config.Width));

        var name = _tensors.Contains(Shared) ? Shared : own.FirstOrDefault(_tensors.Contains, Shared);
        var shared = _tensors.TakeRows(name, _config.Width);
        foreach (var copy in own.Where(_tensors.Contains))
            RequireSame(copy, shared);
        return (shared, shared);
    }

    private WeightTensor? ReadOutput(WeightTensor target)
    {
        if (!_config.TiedOutput)
            return _tensors.TakeRows(Output, _config.Width);

        if (_tensors.Contains(Output))
            RequireSame(Output, target);
        return null;
    }

    private void RequireSame(string name, WeightTensor shared)
    {
        if (!_tensors.TakeRows(name, _config.Width).Values.AsSpan().SequenceEqual(shared.Values))
            throw _tensors.Fault(name, "differs from the embedding that config.json says is shared");
    }

    private string StartPiece(IReadOnlyList<string> pieces) => _config.DecoderStartId < pieces.Count
        ? pieces[_config.DecoderStartId]
        : throw new CheckpointException($"config.json: 'decoder_start_token_id' is {_config.DecoderStartId}; the vocabulary has {pieces.Count} pieces.");

    private IReadOnlyList<string> Pieces(string file) => TokenizerFiles.ReadVocabulary(PathOf(file)).Pieces;

    private string PathOf(string file) => Path.Combine(_path, file);

    /// <summary>What tells before anything else whether this is a MarianMT model.</summary>
    private sealed record Kind
    {
        [JsonPropertyName("model_type")]
        public string ModelType { get; init; } = "";

        [JsonPropertyName("normalize_embedding")]
        public bool NormalizesEmbedding { get; init; }
    }
}
