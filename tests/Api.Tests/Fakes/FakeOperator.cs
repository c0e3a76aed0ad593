using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Tests.Fakes;

/// <summary>Remembers what operators wished, or refuses it.</summary>
internal sealed class FakeOperator : IModelOperator
{
    public List<string> Wishes { get; } = [];

    public ModelOperationException? Failure { get; set; }

    public Task<ModelStatus> ActivateAsync(string model, string version, bool skipGate, CancellationToken cancel) => Done(model, $"activate {model} {version} {skipGate}");

    public Task<ModelStatus> RollBackAsync(string model, CancellationToken cancel) => Done(model, $"rollback {model}");

    public Task<ModelStatus> PinAsync(string model, CancellationToken cancel) => Done(model, $"pin {model}");

    public Task<ModelStatus> UnpinAsync(string model, CancellationToken cancel) => Done(model, $"unpin {model}");

    private Task<ModelStatus> Done(string model, string wish)
    {
        if (Failure is not null)
            return Task.FromException<ModelStatus>(Failure);

        Wishes.Add(wish);
        return Task.FromResult(FakeCatalog.Model(model, "7", ("en", "de")));
    }
}
