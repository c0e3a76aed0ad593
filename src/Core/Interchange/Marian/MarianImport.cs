using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange.Containers;

namespace Seq2SeqService.Core.Interchange.Marian;

/// <summary>Reads a Transformer that Marian trained: weights, options and vocabularies.</summary>
internal sealed class MarianImport
{
    /// <summary>The options of the training, stored among the weights.</summary>
    public const string OptionsName = "special:model.yml";

    private readonly MarianDirectory _directory;
    private readonly ForeignTensors _tensors;
    private readonly MarianOptions _options;
    private readonly ModelConfig _config;

    private MarianImport(string path)
    {
        _directory = new MarianDirectory(path);
        var file = Path.GetFileName(_directory.Weights);
        var (tensors, texts) = file.EndsWith(".npz", StringComparison.Ordinal) ? NpzFile.Read(_directory.Weights) : MarianBinary.Read(_directory.Weights);
        _tensors = tensors;
        _options = texts.TryGetValue(OptionsName, out var text)
            ? MarianOptions.Parse(Encoding.UTF8.GetString(text), $"{file}: {OptionsName}")
            : throw new CheckpointException($"{file}: it has no {OptionsName}, so it does not say what network its weights are of.");
        _config = MarianArchitecture.Describe(_options);
    }

    public static ForeignModel Read(string path) => new MarianImport(path).Read();

    private ForeignModel Read()
    {
        var layers = ReadLayers();
        var (source, target) = ReadEmbeddings();
        var network = new ForeignNetwork
        {
            Config = _config with { StaticPositions = UsesOwnPositions },
            Layers = layers,
            SourceEmbedding = source,
            TargetEmbedding = target,
            Output = ReadOutput(),
            OutputBias = _tensors.Take(MarianNames.OutputBias, target.Shape[0]),
            SourcePieces = MarianDirectory.Pieces(_directory.SourceVocabulary),
            TargetPieces = MarianDirectory.Pieces(_directory.TargetVocabulary),
            StartPiece = _options.Text(MarianExtras.StartPiece, "") is { Length: > 0 } start ? start : null,
        };
        _tensors.RequireAllTaken();
        var assembly = new VocabularyAssembly(network, _tensors.File);
        return new ForeignModel
        {
            Origin = $"Marian ({_tensors.File})",
            Config = assembly.Config,
            Generation = Generation(assembly.Config, assembly.Vocabulary.UnknownId),
            Weights = assembly.Weights(),
            SourceModel = _directory.SourceModel,
            TargetModel = _directory.TargetModel,
            Vocabulary = assembly.Vocabulary,
            Notes = Notes(),
        };
    }

    private IReadOnlyList<string> Notes() => _config.NormalizeBefore && _options.All(MarianExtras.NormEpsilon).Count == 0
        ? ["Versions of Marian differ in whether keys and values of self-attention come from before or behind a norm that stands before a layer's parts; here they come from behind it. Compare translations before use."]
        : [];

    /// <summary>Sinusoids as this project computes them, in what it exported itself.</summary>
    private bool UsesOwnPositions => _options.Text(MarianExtras.Positions, "") == MarianExtras.HuggingFace;

    private Dictionary<string, WeightTensor> ReadLayers()
    {
        var layers = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        foreach (var site in TransformerSites.Linears(_config))
        {
            layers[$"{site.Name}.weight"] = new([site.Outputs, site.Inputs], Turned(_tensors.Take(MarianNames.Weight(site), site.Inputs, site.Outputs), site.Inputs));
            layers[$"{site.Name}.bias"] = new([site.Outputs], _tensors.Take(MarianNames.Bias(site), site.Outputs));
        }

        foreach (var site in TransformerSites.Norms(_config))
            AddNorm(site.Name, MarianNames.Gain(site, _config.NormalizeBefore), MarianNames.Offset(site, _config.NormalizeBefore));
        foreach (var side in TransformerSites.Sides)
        {
            if (_config.NormalizeBefore)
                AddNorm(TransformerSites.TopNorm(side), MarianNames.TopNorm(side).Gain, MarianNames.TopNorm(side).Offset);
            if (!UsesOwnPositions)
                layers[TransformerSites.Positions(side)] = PositionTables.Marian(_config.MaxPositions, _config.Width);
        }

        return layers;

        void AddNorm(string name, string gain, string offset)
        {
            layers[$"{name}.weight"] = new([_config.Width], _tensors.Take(gain, _config.Width));
            layers[$"{name}.bias"] = new([_config.Width], _tensors.Take(offset, _config.Width));
        }
    }

    private (WeightTensor Source, WeightTensor Target) ReadEmbeddings()
    {
        if (_tensors.Contains(MarianNames.Shared))
        {
            var shared = _tensors.TakeRows(MarianNames.Shared, _config.Width);
            return (shared, shared);
        }

        return (_tensors.TakeRows(MarianNames.SourceEmbedding, _config.Width), _tensors.TakeRows(MarianNames.TargetEmbedding, _config.Width));
    }

    /// <summary>The output matrix [V, D]; null where it is the target's embedding.</summary>
    private WeightTensor? ReadOutput()
    {
        if (_tensors.Contains(MarianNames.OutputTransposed))
            return _tensors.TakeRows(MarianNames.OutputTransposed, _config.Width);
        if (!_tensors.Contains(MarianNames.Output))
            return null;

        var output = _tensors.Take(MarianNames.Output);
        if (output.Shape.Count != 2 || output.Shape[0] != _config.Width)
            throw _tensors.Fault(MarianNames.Output, $"has the shape [{string.Join(", ", output.Shape)}]; it must have {_config.Width} rows");

        return new([output.Shape[1], output.Shape[0]], Turned(output.Values, (int)output.Shape[0]));
    }

    /// <summary>Marian's own ways: no unknown words, and scores by length.</summary>
    private GenerationConfig Generation(ModelConfig config, int unknown) => new()
    {
        BeamSize = Math.Clamp(_directory.Decoder.Number("beam-size", 6, 1000), 1, 12),
        LengthPenalty = Math.Clamp(_directory.Decoder.Real("normalize", 1), 0, 10),
        MaxLength = config.MaxPositions,
        BadWords = [[config.PadId], .. _directory.Decoder.Is("allow-unk") ? [] : new[] { new[] { unknown } }],
    };

    /// <summary>A matrix [inputs, outputs] as [outputs, inputs].</summary>
    private static float[] Turned(float[] matrix, int inputs)
    {
        var outputs = matrix.Length / inputs;
        var turned = new float[matrix.Length];
        for (var i = 0; i < inputs; i++)
        {
            for (var o = 0; o < outputs; o++)
                turned[(o * inputs) + i] = matrix[(i * outputs) + o];
        }

        return turned;
    }
}
