using Microsoft.Extensions.Options;

namespace Seq2SeqService.Inference.Buckets;

/// <summary>Whether the bucket has been looked into since the start: until then an empty models directory does not mean that there is no model.</summary>
internal sealed class FirstLook(IOptions<BucketOptions> options)
{
    private volatile bool _isOver = !options.Value.IsSet;

    public bool IsOver => _isOver;

    /// <summary>The look is over, whatever came of it.</summary>
    public void End() => _isOver = true;
}
