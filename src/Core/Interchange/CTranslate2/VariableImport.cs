using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Interchange.CTranslate2;

/// <summary>Reads a Transformer that was converted for CTranslate2. The SentencePiece models that its conversion does not need must lie beside it.</summary>
internal sealed class VariableImport
{
    public const string WeightsName = "model.bin";

    private const int Positions = 512;

    private readonly string _path;
    private readonly VariableFile _file;
    private readonly ForeignTensors _tensors;
    private readonly ModelSettings _settings;
    private readonly VariableArchitecture _architecture;
    private readonly ModelConfig _config;

    private VariableImport(string path)
    {
        _path = path;
        _file = VariableFile.Read(Path.Combine(path, WeightsName));
        _tensors = _file.Tensors;
        _settings = ReadSettings(Path.Combine(path, CheckpointFiles.Config));
        _architecture = new VariableArchitecture(_file);
        _config = _architecture.Describe(_settings);
    }

    public static ForeignModel Read(string path) => new VariableImport(path).Read();

    private ForeignModel Read()
    {
        var (source, target) = VocabularyFiles.Read(_path);
        var layers = ReadLayers();
        var config = ReadPositions(layers);
        var sourceEmbedding = _tensors.TakeRows(SourceName(), config.Width);
        var targetEmbedding = _tensors.TakeRows(VariableNames.TargetEmbedding, config.Width);
        var isShared = IsSame(sourceEmbedding, targetEmbedding);
        var output = _tensors.TakeRows(VariableNames.Output, config.Width);
        var network = new ForeignNetwork
        {
            Config = config,
            Layers = layers,
            SourceEmbedding = sourceEmbedding,
            TargetEmbedding = isShared ? sourceEmbedding : targetEmbedding,
            Output = IsSame(output, targetEmbedding) ? null : output,
            OutputBias = _tensors.Contains(VariableNames.OutputBias) ? _tensors.Take(VariableNames.OutputBias, output.Shape[0]) : null,
            SourcePieces = source,
            TargetPieces = target,
            StartPiece = _architecture.StartsFromZeros ? null : _settings.DecoderStartToken,
        };
        _tensors.RequireAllTaken();
        return Finish(new VocabularyAssembly(network, _tensors.File));
    }

    private ForeignModel Finish(VocabularyAssembly assembly)
    {
        var never = assembly.Vocabulary.Pieces.Select((piece, id) => (piece, id)).Where(one => one.piece is "<pad>" or "<s>" or "<blank>");
        return new ForeignModel
        {
            Origin = $"CTranslate2 ({_file.Specification}, revision {_file.Revision})",
            Config = assembly.Config,
            Generation = new() { MaxLength = assembly.Config.MaxPositions, BadWords = [.. never.Select(one => new[] { one.id })] },
            Weights = assembly.Weights(),
            SourceModel = SentencePiece("source.spm"),
            TargetModel = SentencePiece("target.spm"),
            Vocabulary = assembly.Vocabulary,
            Notes = Notes(),
        };
    }

    private IReadOnlyList<string> Notes() => _settings.AddSourceEos
        ? []
        : ["The model does not say that its sources end with </s> (add_source_eos), but here all do; judge its translations before it serves."];

    private Dictionary<string, WeightTensor> ReadLayers()
    {
        var layers = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        foreach (var (name, parts) in TransformerSites.Layers(_config).SelectMany(layer => VariableNames.Matrices(_config, layer)))
        {
            var (outputs, inputs) = (parts.Sum(part => part.Outputs), parts[0].Inputs);
            var weight = _tensors.Take($"{name}/weight", outputs, inputs);
            var bias = _tensors.Contains($"{name}/bias") ? _tensors.Take($"{name}/bias", outputs) : new float[outputs];
            var row = 0;
            foreach (var part in parts)
            {
                layers[$"{part.Name}.weight"] = new([part.Outputs, inputs], weight[(row * inputs)..((row + part.Outputs) * inputs)]);
                layers[$"{part.Name}.bias"] = new([part.Outputs], bias[row..(row + part.Outputs)]);
                row += part.Outputs;
            }
        }

        foreach (var site in TransformerSites.Norms(_config))
            AddNorm(site.Name, VariableNames.Norm(site));
        foreach (var side in TransformerSites.Sides.Where(_ => _config.NormalizeBefore))
            AddNorm(TransformerSites.TopNorm(side), VariableNames.TopNorm(side));
        return layers;

        void AddNorm(string name, string theirs)
        {
            layers[$"{name}.weight"] = new([_config.Width], _tensors.Take($"{theirs}/gamma", _config.Width));
            layers[$"{name}.bias"] = new([_config.Width], _tensors.Take($"{theirs}/beta", _config.Width));
        }
    }

    /// <summary>Adds the tables of positions, where they are others than this project computes, and says so in the configuration.</summary>
    private ModelConfig ReadPositions(Dictionary<string, WeightTensor> layers)
    {
        var tables = TransformerSites.Sides.ToDictionary(side => side, side => _tensors.Contains(VariableNames.Positions(side))
            ? _tensors.TakeRows(VariableNames.Positions(side), _config.Width)
            : PositionTables.OpenNmt(Positions, _config.Width));
        var rows = (int)Math.Min(tables.Values.Min(table => table.Shape[0]), Positions);
        var isOurs = tables.Values.All(table => PositionTables.AreClose(PositionTables.First(table, rows), PositionTables.HuggingFace(rows, _config.Width)));
        foreach (var (side, table) in tables.Where(_ => !isOurs))
            layers[TransformerSites.Positions(side)] = PositionTables.First(table, rows);
        return _config with { StaticPositions = isOurs, MaxPositions = rows };
    }

    private string SourceName() =>
        _tensors.Contains(VariableNames.SourceEmbedding) || !_tensors.Contains(VariableNames.OldSourceEmbedding)
            ? VariableNames.SourceEmbedding
            : VariableNames.OldSourceEmbedding;

    private static bool IsSame(WeightTensor a, WeightTensor b) => ReferenceEquals(a, b) || (a.Shape.SequenceEqual(b.Shape) && a.Values.AsSpan().SequenceEqual(b.Values));

    private static ModelSettings ReadSettings(string path)
    {
        // The first directories had no configuration, and these values.
        var settings = File.Exists(path) ? JsonFile.Read<ModelSettings>(path, 1 << 20) : new ModelSettings();
        if (settings is not { EosToken: "</s>", UnknownToken: "<unk>" })
            throw new CheckpointException($"config.json: the end is '{settings.EosToken}' and the unknown piece '{settings.UnknownToken}'; '</s>' and '<unk>' can be imported.");
        if (settings.AddSourceBos || settings.MultiQueryAttention)
            throw new CheckpointException("config.json: 'add_source_bos' and 'multi_query_attention' are ways that this project does not compute.");

        return settings;
    }

    private SentencePieceModel SentencePiece(string name)
    {
        var path = Path.Combine(_path, name);
        return File.Exists(path)
            ? SentencePieceModel.Load(path)
            : throw new CheckpointException($"{name} is missing; copy it from where the model was converted from (for one vocabulary of both sides, the same file twice).");
    }
}
