using Microsoft.Extensions.Options;

namespace Seq2SeqService.Client.Http;

/// <summary>Names every setting that cannot be right. By hand: checks by attributes need reflection, which trimming takes away.</summary>
internal sealed class OptionsCheck : IValidateOptions<TranslationClientOptions>
{
    private const int MostRetries = 20;

    /// <exception cref="ArgumentException">A setting cannot be right.</exception>
    public static void Assert(TranslationClientOptions options)
    {
        if (string.Join(" ", Faults(options)) is { Length: > 0 } faults)
            throw new ArgumentException(faults, nameof(options));
    }

    public ValidateOptionsResult Validate(string? name, TranslationClientOptions options) =>
        Faults(options).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;

    private static IEnumerable<string> Faults(TranslationClientOptions options)
    {
        if (options.BaseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return "BaseAddress must be an absolute address that begins with http:// or https://.";
        if (options.ApiKey is { } key && (key.Length == 0 || key.Any(letter => letter is <= ' ' or > '~')))
            yield return "ApiKey must be visible ASCII characters; leave it out where no key is asked for.";
        if (options.MaxRetries is < 0 or > MostRetries)
            yield return $"MaxRetries must be 0 to {MostRetries}.";
        if (options.RetryDelay < TimeSpan.Zero || options.RetryDelay > TimeSpan.FromMinutes(1))
            yield return "RetryDelay must be at most a minute and not negative.";

        foreach (var (setting, value) in Timeouts(options))
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
                yield return $"{setting} must be longer than nothing and at most a day.";
        }
    }

    private static IEnumerable<(string Setting, TimeSpan Value)> Timeouts(TranslationClientOptions options) =>
    [
        (nameof(options.AttemptTimeout), options.AttemptTimeout),
        (nameof(options.TotalTimeout), options.TotalTimeout),
        (nameof(options.DocumentTimeout), options.DocumentTimeout),
    ];
}
