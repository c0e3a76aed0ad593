using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Seq2SeqService.Inference.Tests.Buckets;

/// <summary>Computes the signature of a request anew (AWS Signature Version 4) and compares.</summary>
internal static class RequestSignature
{
    public const string KeyId = "AKIATESTSONLY0000001";
    public const string Secret = "not-a-real-secret-5f2c9a";

    private const string Algorithm = "AWS4-HMAC-SHA256";

    public static bool Holds(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Algorithm + " Credential=", StringComparison.Ordinal))
            return false;

        var fields = authorization[(Algorithm.Length + 1)..].Split(',', StringSplitOptions.TrimEntries)
            .ToDictionary(field => field[..field.IndexOf('=')], field => field[(field.IndexOf('=') + 1)..]);
        var scope = fields["Credential"].Split('/', 2);
        var signed = fields["SignedHeaders"].Split(';');
        if (scope[0] != KeyId || !signed.Contains("host") || !signed.Contains("x-amz-date"))
            return false;

        var text = string.Join('\n', Algorithm, request.Headers["x-amz-date"], scope[1], Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(request, signed)))));
        var key = scope[1].Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + Secret), Mac);
        return Hex(Mac(key, text)) == fields["Signature"];
    }

    private static string Canonical(HttpRequest request, string[] signed)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2);
        var query = target.Length == 1 ? "" : string.Join('&', target[1].Split('&').Order(StringComparer.Ordinal));
        var headers = string.Concat(signed.Select(name => $"{name}:{request.Headers[name].ToString().Trim()}\n"));
        return string.Join('\n', request.Method, target[0], query, headers, string.Join(';', signed), request.Headers["x-amz-content-sha256"]);
    }

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
