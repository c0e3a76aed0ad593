using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Health;

/// <summary>What the health checks say, from the catalogue and the life of the process.</summary>
internal sealed class ServiceState(IModelCatalog catalog, IHostApplicationLifetime lifetime)
{
    public const string Ok = "ok";

    /// <summary>No engine hangs.</summary>
    public string Liveness => catalog.Stuck ?? Ok;

    /// <summary>The store has been looked through once.</summary>
    public string Startup => catalog.IsReady ? Ok : "starting";

    /// <summary>Requests can be answered now.</summary>
    public string Readiness =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "stopping"
        : !catalog.IsReady ? "starting"
        : catalog.Models.Any(model => model.Version is not null) ? Ok
        : "no model";
}
