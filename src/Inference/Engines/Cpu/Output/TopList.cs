namespace Seq2SeqService.Inference.Engines.Cpu.Output;

/// <summary>The best k of a row's tokens as one member of the crew has seen them, best first. Tokens come in the order of their ids.</summary>
internal readonly ref struct TopList(Span<int> ids, Span<float> logits, ref int count)
{
    private readonly Span<int> _ids = ids;
    private readonly Span<float> _logits = logits;
    private readonly ref int _count = ref count;

    /// <summary>What a logit must exceed to enter; an equal one with a later id stays outside.</summary>
    public float Threshold => _count < _ids.Length ? float.NegativeInfinity : _logits[^1];

    public void Insert(int id, float logit)
    {
        var place = _count < _ids.Length ? _count++ : _ids.Length - 1;
        for (; place > 0 && _logits[place - 1] < logit; place--)
        {
            _ids[place] = _ids[place - 1];
            _logits[place] = _logits[place - 1];
        }

        _ids[place] = id;
        _logits[place] = logit;
    }
}
