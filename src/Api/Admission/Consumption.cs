namespace Seq2SeqService.Api.Admission;

/// <summary>What a caller asks for at once of its <see cref="Quota"/>.</summary>
internal readonly record struct Consumption(int Requests, long Characters);
