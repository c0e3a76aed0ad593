using Microsoft.Extensions.Options;
using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Inference.Buckets;

/// <summary>What attributes cannot say of the settings of a bucket.</summary>
internal sealed class BucketCheck : IValidateOptions<BucketOptions>
{
    public ValidateOptionsResult Validate(string? name, BucketOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(BucketOptions options)
    {
        if (!options.IsSet && (options.Endpoint.Length > 0 || options.Prefix.Length > 0 || options.Region.Length > 0))
            yield return $"{BucketOptions.Section}:Name is missing: it names the bucket that the other settings speak of.";

        if (options.IsSet && options.Endpoint.Length == 0 && options.Region.Length == 0)
            yield return $"{BucketOptions.Section}:Endpoint is missing: set it to the storage's address, or {BucketOptions.Section}:Region to a region of Amazon's.";

        // The address itself is not repeated: somebody may have put a password into it.
        if (options.Endpoint.Length > 0 && !IsAddress(options.Endpoint))
            yield return $"{BucketOptions.Section}:Endpoint must be https://host:port or http://host:port, without user, path and query.";

        if (options.KeyPrefix.Length > 0 && !options.KeyPrefix[..^1].Split('/').All(CheckpointFiles.IsPlainName))
            yield return $"{BucketOptions.Section}:Prefix must be names of letters, digits, '.', '_', '-' and '+' with '/' between them, and no dot in front.";
    }

    private static bool IsAddress(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0
        && uri.PathAndQuery == "/"
        && uri.Fragment.Length == 0;
}
