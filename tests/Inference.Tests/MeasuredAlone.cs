namespace Seq2SeqService.Inference.Tests;

/// <summary>Meters and activity sources belong to the process: what another test listens to, it pays for on the thread that is measured here.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "Measured alone";
}
