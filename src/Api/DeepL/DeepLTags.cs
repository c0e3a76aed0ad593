using Seq2SeqService.Api.Problems;
using Seq2SeqService.Core.Markup;

namespace Seq2SeqService.Api.DeepL;

/// <summary>DeepL's fields about tags.</summary>
internal static class DeepLTags
{
    /// <summary>How the texts' tags are treated; null where the texts are plain.</summary>
    public static MarkupOptions? Of(DeepLFields fields) => fields.One("tag_handling") is not { } handling ? null : new()
    {
        Kind = handling switch
        {
            "html" => MarkupKind.Html,
            "xml" => MarkupKind.Xml,
            _ => throw new RequestRefusedException(ProblemKind.InvalidRequest, "tag_handling", "must be xml or html") { Error = "Value for 'tag_handling' not supported." },
        },
        IgnoreTags = Names(fields, "ignore_tags"),
        SplittingTags = Names(fields, "splitting_tags"),
        NonSplittingTags = Names(fields, "non_splitting_tags"),
        DetectsOutline = fields.One("outline_detection") != "0",
    };

    /// <summary>In forms one list with commas, in JSON an array.</summary>
    private static IReadOnlyCollection<string> Names(DeepLFields fields, string name) =>
        [.. fields.All(name).SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
