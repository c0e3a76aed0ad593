namespace Seq2SeqService.Inference.Tests.Texts;

/// <summary>Keeps all that is told of a request's texts.</summary>
internal sealed class PartialTexts : IProgress<PartialText>
{
    private readonly object _gate = new();
    private readonly List<PartialText> _told = [];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _seen;

    public Task First => _first.Task;

    public void Report(PartialText value)
    {
        lock (_gate)
        {
            _told.Add(value);
            Monitor.PulseAll(_gate);
        }

        _first.TrySetResult();
    }

    /// <summary>For the decoding thread: gives the reader the time to see a step's tokens, where the step has made any certain.</summary>
    public void LetRead()
    {
        lock (_gate)
        {
            if (_told.Count == _seen)
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(200));

            _seen = _told.Count;
        }
    }

    public IReadOnlyList<string> Of(int place)
    {
        lock (_gate)
            return [.. _told.Where(partial => partial.Place == place).Select(partial => partial.Text)];
    }

    /// <summary>Each partial text begins with the one before it and is longer, and the translation begins with the last.</summary>
    public void TookNothingBack(TranslationResult result)
    {
        for (var place = 0; place < result.Texts.Count; place++)
        {
            var told = Of(place);
            foreach (var (before, next) in told.Zip([.. told.Skip(1), result.Texts[place].Text]))
                Assert.StartsWith(before, next, StringComparison.Ordinal);

            Assert.Equal(told.Distinct(), told);
        }
    }
}
