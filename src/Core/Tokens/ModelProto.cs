namespace Seq2SeqService.Core.Tokens;

/// <summary>The layout of a SentencePiece model file: which field number holds what.</summary>
internal static class ModelProto
{
    private const int Pieces = 1, Trainer = 2, Normalizer = 3, Denormalizer = 5;
    private const int PieceText = 1, PieceScore = 2, PieceKind = 3;
    private const int Algorithm = 3, WhitespaceAsSuffix = 24, ByteFallback = 35, UnknownSurface = 44;
    private const int VocabularySize = 4, CharacterCoverage = 10, MaxPieceLength = 20, SplitByScript = 21, SplitByNumber = 23;
    private const int SplitDigits = 25, ControlSymbol = 30, UserDefinedSymbol = 31;
    private const int Name = 1, Charsmap = 2, DummyPrefix = 3, RemoveExtra = 4, Escape = 5;

    public static SentencePieceModel Read(ReadOnlyMemory<byte> message)
    {
        var pieces = new List<SentencePiece>();
        var trainer = new TrainerSpec();
        var normalizer = new NormalizerSpec();
        NormalizerSpec? denormalizer = null;
        var others = new ProtoWriter();
        var fields = new ProtoReader(message);
        while (fields.ReadField())
        {
            switch (fields.Field)
            {
                case Pieces: pieces.Add(ReadPiece(fields.ReadBytes())); break;
                case Trainer: trainer = ReadTrainer(fields.ReadBytes()); break;
                case Normalizer: normalizer = ReadNormalizer(fields.ReadBytes()); break;
                case Denormalizer: denormalizer = ReadNormalizer(fields.ReadBytes()); break;
                default: Keep(ref fields, others); break;
            }
        }
        return new SentencePieceModel(pieces, trainer, normalizer) { Denormalizer = denormalizer, OtherFields = others.Message };
    }

    public static ReadOnlyMemory<byte> Write(SentencePieceModel model)
    {
        var message = new ProtoWriter();
        foreach (var piece in model.Pieces)
            message.Write(Pieces, WritePiece(piece));
        message.Write(Trainer, WriteTrainer(model.Trainer));
        message.Write(Normalizer, WriteNormalizer(model.Normalizer));
        if (model.Denormalizer is { } denormalizer)
            message.Write(Denormalizer, WriteNormalizer(denormalizer));
        message.WriteRaw(model.OtherFields);
        return message.Message;
    }

    private static SentencePiece ReadPiece(ReadOnlyMemory<byte> message)
    {
        var text = "";
        var score = 0f;
        var type = PieceType.Normal;
        var fields = new ProtoReader(message);
        while (fields.ReadField())
        {
            switch (fields.Field)
            {
                case PieceText: text = fields.ReadString(); break;
                case PieceScore: score = fields.ReadFloat(); break;
                case PieceKind: type = (PieceType)fields.ReadInt(); break;
                default: fields.Skip(); break;
            }
        }
        return new SentencePiece(text, score, type);
    }

    private static ReadOnlyMemory<byte> WritePiece(SentencePiece piece)
    {
        var message = new ProtoWriter();
        message.Write(PieceText, piece.Text);
        message.Write(PieceScore, piece.Score);
        if (piece.Type != PieceType.Normal)
            message.Write(PieceKind, (int)piece.Type);
        return message.Message;
    }

    private static TrainerSpec ReadTrainer(ReadOnlyMemory<byte> message)
    {
        var spec = new TrainerSpec();
        var others = new ProtoWriter();
        var fields = new ProtoReader(message);
        while (fields.ReadField())
        {
            switch (fields.Field)
            {
                case Algorithm: spec = spec with { Algorithm = (SegmentationAlgorithm)fields.ReadInt() }; break;
                case WhitespaceAsSuffix: spec = spec with { TreatWhitespaceAsSuffix = fields.ReadBool() }; break;
                case ByteFallback: spec = spec with { ByteFallback = fields.ReadBool() }; break;
                case UnknownSurface: spec = spec with { UnknownSurface = fields.ReadString() }; break;
                default: Keep(ref fields, others); break;
            }
        }
        return spec with { OtherFields = others.Message };
    }

    /// <summary>The settings of a training run that encoding does not depend on, for whoever inspects the file.</summary>
    public static ReadOnlyMemory<byte> WriteTrainerOptions(BpeTrainerOptions options)
    {
        var message = new ProtoWriter();
        message.Write(VocabularySize, options.VocabularySize);
        message.Write(CharacterCoverage, (float)options.CharacterCoverage);
        message.Write(MaxPieceLength, options.MaxPieceLength);
        message.Write(SplitByScript, options.SplitByScript);
        message.Write(SplitByNumber, options.SplitByNumber);
        message.Write(SplitDigits, options.SplitDigits);
        foreach (var symbol in options.ControlSymbols)
            message.Write(ControlSymbol, symbol);
        foreach (var symbol in options.UserDefinedSymbols)
            message.Write(UserDefinedSymbol, symbol);
        return message.Message;
    }

    private static ReadOnlyMemory<byte> WriteTrainer(TrainerSpec spec)
    {
        var message = new ProtoWriter();
        message.Write(Algorithm, (int)spec.Algorithm);
        message.Write(WhitespaceAsSuffix, spec.TreatWhitespaceAsSuffix);
        message.Write(ByteFallback, spec.ByteFallback);
        message.Write(UnknownSurface, spec.UnknownSurface);
        message.WriteRaw(spec.OtherFields);
        return message.Message;
    }

    private static NormalizerSpec ReadNormalizer(ReadOnlyMemory<byte> message)
    {
        var spec = new NormalizerSpec();
        var others = new ProtoWriter();
        var fields = new ProtoReader(message);
        while (fields.ReadField())
        {
            switch (fields.Field)
            {
                case Name: spec = spec with { Name = fields.ReadString() }; break;
                case Charsmap: spec = spec with { PrecompiledCharsmap = fields.ReadBytes() }; break;
                case DummyPrefix: spec = spec with { AddDummyPrefix = fields.ReadBool() }; break;
                case RemoveExtra: spec = spec with { RemoveExtraWhitespaces = fields.ReadBool() }; break;
                case Escape: spec = spec with { EscapeWhitespaces = fields.ReadBool() }; break;
                default: Keep(ref fields, others); break;
            }
        }
        return spec with { OtherFields = others.Message };
    }

    private static ReadOnlyMemory<byte> WriteNormalizer(NormalizerSpec spec)
    {
        var message = new ProtoWriter();
        message.Write(Name, spec.Name);
        message.Write(Charsmap, spec.PrecompiledCharsmap);
        message.Write(DummyPrefix, spec.AddDummyPrefix);
        message.Write(RemoveExtra, spec.RemoveExtraWhitespaces);
        message.Write(Escape, spec.EscapeWhitespaces);
        message.WriteRaw(spec.OtherFields);
        return message.Message;
    }

    private static void Keep(ref ProtoReader fields, ProtoWriter others)
    {
        fields.Skip();
        others.WriteRaw(fields.RawField);
    }
}
