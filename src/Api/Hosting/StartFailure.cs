using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Access.Tokens;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Detection;
using Seq2SeqService.Api.Documents;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Api.Logging;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Buckets;
using Seq2SeqService.Inference.Caching;
using Seq2SeqService.Inference.Canaries;
using Seq2SeqService.Inference.Gating;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Api.Hosting;

/// <summary>Says in plain words why the service cannot start; null for what is a bug and deserves its stack trace.</summary>
internal static partial class StartFailure
{
    private const string Advice = "Correct it in appsettings.json, in the environment (Section__Name) or on the command line (--Section:Name=value).";

    public static string? Explain(Exception error) => error switch
    {
        OptionsValidationException options => $"{string.Join(" ", options.Failures.Select(Fault))} {Advice}",
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } conversion
            when conversion.Message.Contains("configuration value", StringComparison.Ordinal) => $"{conversion.Message.TrimEnd('.')}. {Advice}",
        InvalidOperationException unknown when unknown.Message.Contains("ErrorOnUnknownConfiguration", StringComparison.Ordinal) =>
            $"Section '{SectionOf(unknown.Message)}' has no setting named {UnknownNames(unknown.Message)}. {Advice}",
        InvalidDataException file => $"{file.Message} {file.InnerException?.Message}",
        IOException { InnerException: AddressInUseException } port =>
            $"{port.Message} Stop the other process, or choose another address with --urls http://localhost:5081.",
        InvalidOperationException dynamic when dynamic.Message.StartsWith("Dynamic port binding", StringComparison.Ordinal) =>
            "Port 0 of localhost cannot be listened on, as localhost is two addresses and the system would choose a port for each. Use --urls http://127.0.0.1:0, or \"http://127.0.0.1:0;http://[::1]:0\".",
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        AggregateException several when several.InnerExceptions.All(inner => Explain(inner) is not null) =>
            string.Join(Environment.NewLine, several.InnerExceptions.Select(Explain)),
        _ => null,
    };

    /// <summary>The attribute's own message, without the framework's words around it.</summary>
    private static string Fault(string failure) =>
        AttributeMessage().Match(failure) is { Success: true } match ? match.Groups["message"].Value : failure;

    /// <summary>The binder names the record that was to be filled.</summary>
    private static string SectionOf(string message) =>
        message.Contains(nameof(SchedulerOptions), StringComparison.Ordinal) ? SchedulerOptions.Section
        : message.Contains(nameof(GateOptions), StringComparison.Ordinal) ? GateOptions.Section
        : message.Contains(nameof(CanaryOptions), StringComparison.Ordinal) ? CanaryOptions.Section
        : message.Contains(nameof(BucketOptions), StringComparison.Ordinal) ? BucketOptions.Section
        : message.Contains(nameof(CacheOptions), StringComparison.Ordinal) ? CacheOptions.Section
        : message.Contains(nameof(InferenceOptions), StringComparison.Ordinal) ? InferenceOptions.Section
        : message.Contains(nameof(DetectionOptions), StringComparison.Ordinal) ? DetectionOptions.Section
        : message.Contains(nameof(DocumentOptions), StringComparison.Ordinal) ? DocumentOptions.Section
        : message.Contains(nameof(JobOptions), StringComparison.Ordinal) ? JobOptions.Section
        : message.Contains(nameof(QuotaOptions), StringComparison.Ordinal) ? QuotaOptions.Section
        : message.Contains(nameof(SampleOptions), StringComparison.Ordinal) ? SampleOptions.Section
        : message.Contains(nameof(JwtOptions), StringComparison.Ordinal) ? JwtOptions.Section
        : message.Contains(nameof(KeyOptions), StringComparison.Ordinal) ? KeyOptions.Section
        : message.Contains(nameof(GlossaryOptions), StringComparison.Ordinal) ? GlossaryOptions.Section
        : ApiOptions.Section;

    private static string UnknownNames(string message)
    {
        var names = QuotedName().Matches(message).Select(match => match.Value).Where(name => !name.Contains("ErrorOn", StringComparison.Ordinal));
        return string.Join(", ", names);
    }

    [GeneratedRegex("with the error: '(?<message>.*)'\\.$", RegexOptions.Singleline)]
    private static partial Regex AttributeMessage();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex QuotedName();
}
