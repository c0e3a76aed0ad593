namespace Seq2SeqService.EndToEnd.Tests.Monitoring;

/// <summary>Meters and activity sources belong to the process: what is exported here would be that of every service that other tests run beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Monitored alone";
}
