using System.CommandLine;

namespace Seq2SeqService.Training.Commands;

/// <summary>Options of commands that translate a test set.</summary>
internal sealed class TranslationOptions
{
    private readonly Option<string?> _pair = CommonOptions.Pair();
    private readonly Option<int> _beam = CommonOptions.Beam(4);
    private readonly Option<double?> _lengthPenalty = CommonOptions.LengthPenalty();
    private readonly Option<int> _threads = CommonOptions.Threads();
    private readonly Option<string> _precision = CommonOptions.Precision();
    private readonly Option<bool> _shortlist = CommonOptions.Shortlist();

    public Option<string?> Source { get; } = new("--source") { Description = "Sentences to translate, one a line; checkpoints need them." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Source, _pair, _beam, _lengthPenalty, _threads, _precision, _shortlist])
            command.Options.Add(option);
    }

    public TranslationChoice Read(ParseResult parsed) => new(
        parsed.GetValue(_pair), parsed.GetValue(_beam), parsed.GetValue(_lengthPenalty), parsed.GetValue(_threads), parsed.GetRequiredValue(_precision), parsed.GetValue(_shortlist));
}

/// <summary>What the command line says of a translation.</summary>
internal sealed record TranslationChoice(string? Pair, int Beam, double? LengthPenalty, int Threads, string Precision, bool Shortlist);
