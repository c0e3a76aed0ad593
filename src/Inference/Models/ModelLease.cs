namespace Seq2SeqService.Inference.Models;

/// <summary>A request's hold on the model version that it began with.</summary>
internal sealed class ModelLease(LoadedModel model) : IDisposable
{
    private int _released;

    public LoadedModel Model => model;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
            model.Release();
    }
}
