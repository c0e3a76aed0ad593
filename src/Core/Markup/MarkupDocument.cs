using System.Text;

namespace Seq2SeqService.Core.Markup;

/// <summary>
/// A text with tags, taken apart for translation: <see cref="Texts"/> are its paragraphs without tags, and <see cref="Join"/> puts tags and
/// translations together. Whatever the translations are, the result is well-formed and has the tags of the source, each once.
/// </summary>
public sealed class MarkupDocument
{
    private readonly List<MarkupNode> _nodes;
    private readonly List<InlineRun> _runs = [];
    private readonly Func<string, string> _escape;
    private readonly bool _hasWideBreaks;

    private MarkupDocument(List<MarkupNode> nodes, MarkupKind kind, bool hasWideBreaks)
    {
        (_nodes, _escape, _hasWideBreaks) = (nodes, kind == MarkupKind.Html ? MarkupEscape.Html : MarkupEscape.Xml, hasWideBreaks);
        foreach (var run in Runs(_nodes).Select(InlineRun.Of).OfType<InlineRun>())
            _runs.Add(run);
    }

    /// <summary>What is to be translated, in order.</summary>
    public IReadOnlyList<string> Texts => [.. _runs.Select(run => run.Text)];

    /// <exception cref="MarkupException">XML that is not well-formed or has a document type, or elements nested too deeply.</exception>
    public static MarkupDocument Parse(string source, MarkupOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        return options.Kind == MarkupKind.Html
            ? new(HtmlReader.Read(source, options), options.Kind, source.Contains("\r\n", StringComparison.Ordinal))
            : new(XmlMarkupReader.Read(source, options), options.Kind, hasWideBreaks: false);
    }

    /// <summary>The marked-up text with a translation in place of each of <see cref="Texts"/>.</summary>
    public string Join(IReadOnlyList<AlignedTranslation> translations)
    {
        ArgumentNullException.ThrowIfNull(translations);
        ArgumentOutOfRangeException.ThrowIfNotEqual(translations.Count, _runs.Count);
        var output = new StringBuilder();
        Write(_nodes, new Queue<string>(_runs.Zip(translations, (run, translation) => new TagPlacer(run, translation, _escape).Write())), output);
        return _hasWideBreaks ? output.Replace("\r\n", "\n").Replace("\n", "\r\n").ToString() : output.ToString();
    }

    /// <summary>Neighbours that do not split, in document order.</summary>
    private static IEnumerable<List<MarkupNode>> Runs(List<MarkupNode> nodes)
    {
        var run = new List<MarkupNode>();
        foreach (var node in nodes)
        {
            if (!node.Splits)
            {
                run.Add(node);
                continue;
            }

            if (run.Count > 0)
                yield return run;

            run = [];
            foreach (var inner in node is MarkupElement element ? Runs(element.Children) : [])
                yield return inner;
        }

        if (run.Count > 0)
            yield return run;
    }

    private void Write(List<MarkupNode> nodes, Queue<string> translated, StringBuilder output)
    {
        var run = new List<MarkupNode>();
        foreach (var node in nodes)
        {
            if (!node.Splits)
            {
                run.Add(node);
                continue;
            }

            WriteRun(run, translated, output);
            run.Clear();
            if (node is MarkupElement element)
            {
                output.Append(element.Open);
                Write(element.Children, translated, output);
                output.Append(element.Close);
            }
            else
            {
                output.Append(MarkupWriter.Write([node], _escape));
            }
        }

        WriteRun(run, translated, output);
    }

    private void WriteRun(List<MarkupNode> run, Queue<string> translated, StringBuilder output) =>
        output.Append(InlineRun.Of(run) is null ? MarkupWriter.Write(run, _escape) : translated.Dequeue());
}
