using System.Collections.Frozen;

namespace Seq2SeqService.Core.Markup;

/// <summary>What kinds of elements HTML has, by name (https://html.spec.whatwg.org/multipage/rendering.html and its syntax chapter).</summary>
internal static class HtmlElements
{
    private static readonly FrozenSet<string> Blocks = Set("""
        address article aside blockquote body br caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form
        frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend li main menu nav noframes noscript ol optgroup option p pre
        search section select summary table tbody td textarea tfoot th thead title tr ul
        """);

    private static readonly FrozenSet<string> Voids = Set("area base br col embed hr img input link meta param source track wbr basefont bgsound frame keygen");

    private static readonly FrozenSet<string> Implied = Set("html head body tbody tr colgroup");

    /// <summary>Their content is no prose: code of some kind, or a picture.</summary>
    private static readonly FrozenSet<string> Untouched = Set("""
        script style template svg math object applet audio video canvas map iframe noembed noframes xmp plaintext textarea code kbd samp var tt
        """);

    public static bool IsBlock(string name) => Blocks.Contains(name);

    public static bool IsVoid(string name) => Voids.Contains(name);

    /// <summary>A parser makes it where an author leaves out both of its tags.</summary>
    public static bool IsImplied(string name) => Implied.Contains(name);

    public static bool IsUntouched(string name) => Untouched.Contains(name);

    private static FrozenSet<string> Set(string names) => names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
