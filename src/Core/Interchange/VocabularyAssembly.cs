using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Core.Interchange;

/// <summary>
/// Brings a network under one vocabulary. Where both sides have the same pieces it is theirs; else it is the target's, then what only the
/// source has. A piece that a side lacks gets that side's row of the unknown piece as a source, and can never be an output. <c>&lt;pad&gt;</c>,
/// from which MarianMT decoders start, is added at the end where there is none: as zeros, which is what Marian starts from.
/// </summary>
internal sealed class VocabularyAssembly
{
    /// <summary>Bias of what must never be produced: e to this is 0, and 16 bits can hold it.</summary>
    public const float Never = -10_000;

    private readonly ForeignNetwork _network;
    private readonly string _file;
    private readonly Dictionary<string, int> _sourceRows;
    private readonly Dictionary<string, int> _targetRows;
    private readonly bool _isShared;

    public VocabularyAssembly(ForeignNetwork network, string file)
    {
        (_network, _file) = (network, file);
        _sourceRows = Rows(network.SourcePieces, network.SourceEmbedding, "source");
        _targetRows = Rows(network.TargetPieces, network.TargetEmbedding, "target");
        _isShared = ReferenceEquals(network.SourceEmbedding, network.TargetEmbedding) && network.SourcePieces.SequenceEqual(network.TargetPieces);
        string[] pieces = [.. network.TargetPieces, .. network.SourcePieces.Where(piece => !_targetRows.ContainsKey(piece))];
        Vocabulary = MakeVocabulary(pieces.Contains(Vocabulary.Pad) ? pieces : [.. pieces, Vocabulary.Pad]);
        Config = network.Config with
        {
            VocabularySize = Vocabulary.Size,
            PadId = Vocabulary.PadId,
            EosId = Vocabulary.EosId,
            DecoderStartId = StartId(),
            SharedEmbeddings = _isShared,
            TiedOutput = network.Output is null,
        };
    }

    public Vocabulary Vocabulary { get; }

    public ModelConfig Config { get; }

    /// <summary>All weights, under the names of the MarianMT layout.</summary>
    public ModelWeights Weights()
    {
        var tensors = new Dictionary<string, WeightTensor>(_network.Layers, StringComparer.Ordinal)
        {
            ["final_logits_bias"] = new([1, Vocabulary.Size], Bias()),
        };
        if (_isShared)
        {
            tensors["model.shared.weight"] = TargetRows(_network.TargetEmbedding);
        }
        else
        {
            tensors["model.encoder.embed_tokens.weight"] = SourceRows();
            tensors["model.decoder.embed_tokens.weight"] = TargetRows(_network.TargetEmbedding);
        }

        if (_network.Output is { } output)
            tensors["lm_head.weight"] = TargetRows(output);
        return new(tensors);
    }

    /// <summary>Whether a row of zeros stands for <c>&lt;pad&gt;</c>, whatever the file had there.</summary>
    private bool StartsFromZeros => _network.StartPiece is null;

    private WeightTensor SourceRows()
    {
        var unknown = _sourceRows[Vocabulary.Unknown];
        return Gather(_network.SourceEmbedding, piece => _sourceRows.GetValueOrDefault(piece, unknown));
    }

    private WeightTensor TargetRows(WeightTensor table) =>
        Gather(table, piece => StartsFromZeros && piece == Vocabulary.Pad ? -1 : _targetRows.GetValueOrDefault(piece, -1));

    /// <param name="rowOf">The row of a piece; -1 for zeros.</param>
    private WeightTensor Gather(WeightTensor table, Func<string, int> rowOf)
    {
        var width = (int)table.Shape[1];
        var values = new float[Vocabulary.Size * width];
        for (var id = 0; id < Vocabulary.Size; id++)
        {
            if (rowOf(Vocabulary.Pieces[id]) is >= 0 and var row)
                table.Values.AsSpan(row * width, width).CopyTo(values.AsSpan(id * width));
        }

        return new([Vocabulary.Size, width], values);
    }

    private float[] Bias() =>
    [
        .. Vocabulary.Pieces.Select(piece =>
            !_targetRows.TryGetValue(piece, out var row) || (StartsFromZeros && piece == Vocabulary.Pad) ? Never : _network.OutputBias?[row] ?? 0),
    ];

    private int StartId() => StartsFromZeros
        ? Vocabulary.PadId
        : Enumerable.Range(0, Vocabulary.Size).FirstOrDefault(id => Vocabulary.Pieces[id] == _network.StartPiece && _targetRows.ContainsKey(_network.StartPiece), -1) is >= 0 and var id
            ? id
            : throw new CheckpointException($"{_file}: the decoder starts from '{_network.StartPiece}', which its vocabulary lacks.");

    private Dictionary<string, int> Rows(IReadOnlyList<string> pieces, WeightTensor table, string side)
    {
        if (pieces.Count > table.Shape[0])
            throw new CheckpointException($"{_file}: the {side} vocabulary has {pieces.Count} pieces and the embedding {table.Shape[0]} rows; they are not of one model.");

        var rows = new Dictionary<string, int>(pieces.Count, StringComparer.Ordinal);
        for (var row = 0; row < pieces.Count; row++)
        {
            if (!rows.TryAdd(pieces[row], row))
                throw new CheckpointException($"{_file}: the {side} vocabulary has the piece \"{pieces[row]}\" twice.");
        }

        if (!rows.ContainsKey(Vocabulary.Unknown) || !rows.ContainsKey(Vocabulary.Eos))
            throw new CheckpointException($"{_file}: the {side} vocabulary lacks {Vocabulary.Unknown} or {Vocabulary.Eos}.");
        return rows;
    }

    private Vocabulary MakeVocabulary(IEnumerable<string> pieces)
    {
        try
        {
            return new(pieces);
        }
        catch (FormatException error)
        {
            throw new CheckpointException($"{_file}: {error.Message}.", error);
        }
    }
}
