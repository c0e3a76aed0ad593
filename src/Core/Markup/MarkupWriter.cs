using System.Text;

namespace Seq2SeqService.Core.Markup;

/// <summary>Writes nodes as they are.</summary>
internal static class MarkupWriter
{
    public static string Write(IEnumerable<MarkupNode> nodes, Func<string, string> escape)
    {
        var output = new StringBuilder();
        foreach (var node in nodes)
            Write(node, escape, output);

        return output.ToString();
    }

    private static void Write(MarkupNode node, Func<string, string> escape, StringBuilder output)
    {
        switch (node)
        {
            case MarkupText text:
                output.Append(escape(text.Text));
                break;
            case MarkupVerbatim verbatim:
                output.Append(verbatim.Markup);
                break;
            case MarkupElement element:
                output.Append(element.Open);
                foreach (var child in element.Children)
                    Write(child, escape, output);
                output.Append(element.Close);
                break;
        }
    }
}
