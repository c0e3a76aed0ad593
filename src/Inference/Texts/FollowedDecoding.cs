using System.Threading.Channels;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>
/// Settles the sentences of a request one by one and tells meanwhile what is certain of each text. Who decodes only says that something has
/// changed and never waits; however much that is, it is looked at once.
/// </summary>
internal sealed class FollowedDecoding(TextDecoding decoding, IReadOnlyList<PreparedInput> texts, Tokenizer tokenizer, IProgress<PartialText> progress)
{
    private readonly int[] _told = new int[texts.Count];        // characters of each text
    private readonly bool[] _isWhole = new bool[texts.Count];   // and whether they are all
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Before the sentences are in the line.</summary>
    public void Follow(IReadOnlyList<Sentence> sentences)
    {
        foreach (var sentence in sentences)
            sentence.Follow(Changed);
    }

    /// <summary>Waits for sentences that are in the line.</summary>
    public async Task<DecodedSentence[]> FinishAsync(IReadOnlyList<Sentence> sentences, CancellationToken cancel)
    {
        var settling = SettleAsync(sentences);
        await foreach (var _ in _changes.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
            Tell();

        return await settling.ConfigureAwait(false);
    }

    private void Changed() => _changes.Writer.TryWrite(true);

    private async Task<DecodedSentence[]> SettleAsync(IReadOnlyList<Sentence> sentences)
    {
        try
        {
            var decoded = await Task.WhenAll(sentences.Select(SettleAsync)).ConfigureAwait(false);
            return [.. decoded.SelectMany(sentence => sentence)];
        }
        finally
        {
            _changes.Writer.Complete();
        }
    }

    private async Task<DecodedSentence[]> SettleAsync(Sentence sentence)
    {
        var decoded = await decoding.FinishAsync([sentence]).ConfigureAwait(false);
        sentence.Settle();
        Changed();
        return decoded;
    }

    /// <summary>White space alone is no news, and neither are texts when all are whole: the answer follows.</summary>
    private void Tell()
    {
        if (texts.All(text => text.IsSettled))
            return;

        for (var i = 0; i < _told.Length; i++)
        {
            if (!_isWhole[i])
                Tell(i);
        }
    }

    private void Tell(int place)
    {
        _isWhole[place] = texts[place].IsSettled;   // asked first: it may become so while the beginning is read
        var beginning = texts[place].Beginning(tokenizer);
        if (beginning.Length == _told[place] || string.IsNullOrWhiteSpace(beginning))
            return;

        _told[place] = beginning.Length;
        progress.Report(new(place, beginning));
    }
}
