namespace Seq2SeqService.Api.Monitoring;

/// <summary>Whose API a request speaks, as far as its address and form tell: clients of LibreTranslate that send JSON count as native.</summary>
internal static class Dialect
{
    private const string Native = "native";
    private const string LibreTranslate = "libretranslate";
    private const string DeepL = "deepl";

    private static readonly Dictionary<string, string> Routes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["/translate"] = Native,
        ["/detect"] = Native,
        ["/translate_file"] = LibreTranslate,
        ["/v2/translate"] = DeepL,
        ["/v2/document"] = DeepL,
    };

    /// <summary>Null for what asks for no translation: catalogs, glossaries, probes, pages, and how far a document is.</summary>
    public static string? Of(HttpRequest request)
    {
        var dialect = Routes.GetValueOrDefault(request.Path.Value?.TrimEnd('/') ?? "");
        return dialect == Native && IsForm(request) ? LibreTranslate : dialect;
    }

    private static bool IsForm(HttpRequest request) =>
        request.HasFormContentType || (string.IsNullOrEmpty(request.ContentType) && request.Query.Count > 0);
}
