using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tokens;

/// <summary>
/// Turns sentences into the ids that a checkpoint's network was trained on, and ids into sentences. The ids are those of
/// <c>vocab.json</c>, as MarianMT has it: they are not the ids of the SentencePiece models. Safe for many threads.
/// </summary>
public sealed class Tokenizer
{
    private readonly SentencePieceProcessor _source;
    private readonly SentencePieceProcessor _target;
    private readonly Vocabulary _vocabulary;
    private readonly int[] _sourceIds;
    private readonly int[] _targetIds;

    public Tokenizer(SentencePieceModel source, SentencePieceModel target, Vocabulary vocabulary)
    {
        _source = new SentencePieceProcessor(source);
        _target = ReferenceEquals(source, target) ? _source : new SentencePieceProcessor(target);
        _vocabulary = vocabulary;
        _sourceIds = [.. source.Pieces.Select(piece => vocabulary.IdOfText(piece.Text))];
        _targetIds = [.. target.Pieces.Select(piece => vocabulary.IdOfText(piece.Text))];
    }

    /// <summary>Ids are 0 to this number less one.</summary>
    public int VocabularySize => _vocabulary.Size;

    public int EosId => _vocabulary.EosId;

    public int PadId => _vocabulary.PadId;

    public int UnknownId => _vocabulary.UnknownId;

    /// <summary>Whether both sides are byte-pair models, whose merges training may leave out.</summary>
    public bool HasMerges => _source.HasMerges && _target.HasMerges;

    /// <summary>Reads <c>source.spm</c>, <c>target.spm</c> and <c>vocab.json</c> of a checkpoint's directory.</summary>
    /// <exception cref="CheckpointException">A file is missing or wrong; the message names it.</exception>
    public static Tokenizer Load(string directory) => TokenizerFiles.Read(directory);

    /// <summary>Whether sources can be marked with this target language, such as <c>de</c>.</summary>
    public bool HasTag(string language) => TagOf(language) >= 0;

    /// <summary>The id of the tag that asks for this target language, or -1.</summary>
    public int TagOf(string language) => _vocabulary.TagOf(language);

    /// <summary>The piece of an id, special ones and tags included, as <c>vocab.json</c> has it.</summary>
    public string PieceOf(int id) => _vocabulary.PieceOf(id);

    /// <summary>
    /// The ids of a source sentence, ending with <see cref="EosId"/>. The tag of the target language comes first when the
    /// vocabulary has one; tags written in the sentence are ordinary text.
    /// </summary>
    /// <param name="dropout">Merges left out at random, for training alone; needs <see cref="HasMerges"/>.</param>
    public int[] EncodeSource(string sentence, string? targetLanguage, BpeDropout? dropout = null)
    {
        var ids = new List<int>(sentence.Length / 2);
        if (targetLanguage is not null && _vocabulary.TagOf(targetLanguage) is >= 0 and var tag)
            ids.Add(tag);
        Encode(_source, _sourceIds, sentence, ids, dropout);
        ids.Add(EosId);
        return [.. ids];
    }

    /// <summary>The ids of a target sentence, ending with <see cref="EosId"/>.</summary>
    /// <param name="dropout">As in <see cref="EncodeSource"/>.</param>
    public int[] EncodeTarget(string sentence, BpeDropout? dropout = null)
    {
        var ids = new List<int>(sentence.Length / 2);
        Encode(_target, _targetIds, sentence, ids, dropout);
        ids.Add(EosId);
        return [.. ids];
    }

    /// <summary>The ids of the beginning of a target sentence: no end is appended.</summary>
    public int[] EncodePrefix(string text)
    {
        var ids = new List<int>(text.Length / 2);
        Encode(_target, _targetIds, text, ids, null);
        return [.. ids];
    }

    /// <summary>The target sentence that these ids stand for; special ids and ids outside the vocabulary are left out.</summary>
    public string Decode(IEnumerable<int> ids) => _target.DecodePieces(ids.Where(_vocabulary.IsText).Select(_vocabulary.PieceOf));

    /// <summary>What of the target sentence that begins with these ids is certain, whatever ids follow.</summary>
    public string DecodeBeginning(IEnumerable<int> ids) => _target.DecodeBeginning(ids.Where(_vocabulary.IsText).Select(_vocabulary.PieceOf));

    /// <summary>As <see cref="Decode(IEnumerable{int})"/>, with the characters of the sentence that each id stands for; empty ranges for special ids.</summary>
    public string Decode(IReadOnlyList<int> ids, out IReadOnlyList<TextRange> places)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var ends = new List<int>(ids.Count);
        var text = _target.DecodePieces(ids.Where(_vocabulary.IsText).Select(_vocabulary.PieceOf), ends);
        places = PlacesOf(ids, ends, text.Length);
        return text;
    }

    /// <summary>
    /// The characters of a source sentence that each of its ids by <see cref="EncodeSource"/> was made of, white space at their edges left
    /// out; empty ranges for the tag and the end of sentence.
    /// </summary>
    public IReadOnlyList<TextRange> SourcePlaces(string sentence, IReadOnlyList<int> ids)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        ArgumentNullException.ThrowIfNull(ids);
        var places = _source.Places(sentence);
        var tags = ids.Count - places.Count - 1;
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)tags, 1u, nameof(ids));
        return [.. Enumerable.Repeat(default(TextRange), tags), .. places, new TextRange(sentence.Length, sentence.Length)];
    }

    private TextRange[] PlacesOf(IReadOnlyList<int> ids, List<int> ends, int length)
    {
        var places = new TextRange[ids.Count];
        var (start, piece) = (0, 0);
        for (var i = 0; i < places.Length; i++)
        {
            var end = _vocabulary.IsText(ids[i]) ? Math.Min(ends[piece++], length) : start;
            places[i] = new(Math.Min(start, end), end);
            start = end;
        }

        return places;
    }

    private void Encode(SentencePieceProcessor processor, int[] idOfPiece, string text, List<int> ids, BpeDropout? dropout)
    {
        var unknownPiece = processor.UnknownId;
        processor.Encode(text, (piece, surface) =>
            ids.Add(piece.Id == unknownPiece ? _vocabulary.IdOfText(surface) : idOfPiece[piece.Id]), dropout);
    }
}
