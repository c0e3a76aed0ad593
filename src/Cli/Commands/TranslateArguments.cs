using System.CommandLine;
using System.CommandLine.Parsing;
using Seq2SeqService.Cli.Input;
using Seq2SeqService.Cli.Translating;
using Seq2SeqService.Client;

namespace Seq2SeqService.Cli.Commands;

/// <summary>The arguments and options of <c>translate</c>, and what of them does not go together.</summary>
internal sealed class TranslateArguments
{
    private readonly Option<int?> _alternatives = new("--alternatives") { Description = "Further translations of each text." };
    private readonly Option<int?> _beam = new("--beam") { Description = "Hypotheses kept side by side; 1 is the fastest." };
    private readonly Option<FileInfo?> _glossary = new("--glossary") { Description = "File of terms: one a line, a tab, its translation." };
    private readonly Option<string?> _model = new("--model") { Description = "Name of the model; else the languages choose one." };
    private readonly Option<bool> _html = new("--html") { Description = "The texts are HTML." };

    public Argument<string[]> Texts { get; } = new("text") { Description = "Texts to translate; standard input, line by line, where there is none.", Arity = ArgumentArity.ZeroOrMore };

    public Option<string?> To { get; } = new("--to") { Description = "Language wanted: de." };

    public Option<string?> From { get; } = new("--from") { Description = "Language of the texts; found out where it is left out." };

    public Option<FileInfo?> File { get; } = new("--file") { Description = "Document to translate." };

    public Option<string?> Output { get; } = new("--output", "-o") { Description = "File for the translated document; else one beside it, whose name has the language." };

    public Option<bool> Json { get; } = new("--json") { Description = "Write answers as JSON, one a line." };

    public Option<bool> Stream { get; } = new("--stream") { Description = "Show the translation while it grows; standard input is one text then." };

    public Option<bool> Whole { get; } = new("--whole") { Description = "Standard input is one text." };

    public ServerOptions Server { get; } = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(Texts);
        Option[] options = [To, From, File, Output, _alternatives, _beam, _glossary, _model, _html, Json, Stream, Whole];
        foreach (var option in options)
            command.Options.Add(option);
        Server.AddTo(command);
    }

    /// <exception cref="UsageException">What was given does not go together.</exception>
    public void Check(ParseResult parsed)
    {
        // A mistyped option would else be translated.
        if (!parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash) && (parsed.GetValue(Texts) ?? []).FirstOrDefault(IsLikeAnOption) is { } unknown)
            throw new UsageException($"There is no option {unknown}. Put -- before texts that begin like one.");

        if (parsed.GetValue(To) is null && parsed.GetValue(_model) is null)
            throw new UsageException("Say which language is wanted: --to de.");

        if (parsed.GetValue(File) is null && parsed.GetValue(Output) is not null)
            throw new UsageException("--output is for documents (--file); texts go to standard output.");

        if (parsed.GetValue(Json) && parsed.GetValue(Stream))
            throw new UsageException("--json and --stream exclude each other.");

        Option[] forTexts = [_alternatives, _beam, _glossary, _model, _html, Json, Stream, Whole];
        if (parsed.GetValue(File) is not null && (forTexts.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name
            ?? (parsed.GetValue(Texts) is { Length: > 0 } ? "text" : null)) is { } stray)
            throw new UsageException($"A document (--file) takes no {stray}.");
    }

    public async Task<TranslationOrder> OrderAsync(ParseResult parsed, CancellationToken cancel)
    {
        var target = parsed.GetValue(To);
        return new(parsed.GetValue(From) ?? (target is null ? null : TranslationClient.Auto), target, new()
        {
            Format = parsed.GetValue(_html) ? TextFormat.Html : null,
            Alternatives = parsed.GetValue(_alternatives),
            BeamSize = parsed.GetValue(_beam),
            Glossary = parsed.GetValue(_glossary) is { } file ? await GlossaryFile.ReadAsync(file.FullName, cancel) : null,
            Model = parsed.GetValue(_model),
        });
    }

    private static bool IsLikeAnOption(string text) => text.StartsWith("--", StringComparison.Ordinal) || text is ['-', >= 'a' and <= 'z'];
}
