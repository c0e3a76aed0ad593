using System.Text;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Markup;

/// <summary>
/// Words with tags between them that are translated together: the words as a plain text, and where in it the tags stand. Runs of white space are
/// one space, as they are shown, unless they have a meaning.
/// </summary>
internal sealed class InlineRun
{
    private const int LongestQuote = 60;   // words that stay as they are tell a translator something; whole listings do not
    private const string Spaces = " \t\n\r\f";

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _space = new();   // not yet written: before the first word, between two, or behind the last
    private readonly StringBuilder _trailing = new();   // behind the last word or item
    private readonly List<InlineItem> _items = [];
    private readonly List<InlineItem> _justEnded = [];
    private string? _leading;
    private bool _hasWords;

    private InlineRun(IEnumerable<MarkupNode> nodes)
    {
        foreach (var node in nodes)
            Add(node, _items);

        Trailing = _trailing.ToString();
        Text = _text.ToString();
        Trim(_items);
    }

    /// <summary>The words, without the white space at both ends.</summary>
    public string Text { get; }

    /// <summary>White space before the first word or item.</summary>
    public string Leading => _leading ?? "";

    public string Trailing { get; }

    public IReadOnlyList<InlineItem> Items => _items;

    /// <summary>The run of these nodes; null where there is nothing to translate.</summary>
    public static InlineRun? Of(IEnumerable<MarkupNode> nodes)
    {
        var run = new InlineRun(nodes);
        return run._hasWords ? run : null;
    }

    private void Add(MarkupNode node, List<InlineItem> items)
    {
        switch (node)
        {
            case MarkupText text:
                _hasWords |= text.Text.Any(char.IsLetter);
                Add(text.Text, text.KeepsSpace);
                break;
            case MarkupVerbatim { Text: { Length: <= LongestQuote } text }:
                Add(new InlineItem(node), items, _ => Add(text, keepsSpace: false));
                break;
            case MarkupVerbatim:
                Add(new InlineItem(node), items, _ => { });
                break;
            case MarkupElement element:
                Add(new InlineItem(node), items, item => element.Children.ForEach(child => Add(child, item.Items)));
                break;
        }
    }

    private void Add(InlineItem item, List<InlineItem> items, Action<InlineItem> addContent)
    {
        var start = _text.Length;
        item.SpaceBefore = _trailing.Length > 0 && start > 0;
        Begin();
        addContent(item);
        item.Range = new(start, _text.Length);
        items.Add(item);
        _justEnded.Add(item);
    }

    /// <summary>Something begins that is no white space.</summary>
    private void Begin()
    {
        _leading ??= _trailing.ToString();
        _trailing.Clear();
    }

    private void Add(string text, bool keepsSpace)
    {
        if (text.Length > 0 && Spaces.Contains(text[0], StringComparison.Ordinal))
            _justEnded.ForEach(item => item.SpaceAfter = true);
        if (text.Length > 0)
            _justEnded.Clear();

        foreach (var letter in text)
        {
            if (Spaces.Contains(letter, StringComparison.Ordinal))
            {
                _space.Append(letter);
                _trailing.Append(letter);
                continue;
            }

            Begin();
            if (_text.Length > 0 && _space.Length > 0)
                _text.Append(keepsSpace ? _space.ToString() : " ");

            _space.Clear();
            _text.Append(letter);
        }
    }

    private void Trim(List<InlineItem> items)
    {
        foreach (var item in items)
        {
            item.Range = item.Range.Trim(Text);
            Trim(item.Items);
        }
    }
}
