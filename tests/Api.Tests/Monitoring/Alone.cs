namespace Seq2SeqService.Api.Tests.Monitoring;

/// <summary>Meters belong to the process: who counts exactly wants no other test beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
