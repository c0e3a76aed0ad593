using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Markup;

/// <summary>Tags, or something that stays as it is, in a stretch of words.</summary>
internal sealed class InlineItem(MarkupNode node)
{
    public MarkupNode Node => node;

    /// <summary>The words in it, without the space around them; empty for a picture and the like.</summary>
    public TextRange Range { get; set; }

    public List<InlineItem> Items { get; } = [];

    public bool SpaceBefore { get; set; }

    public bool SpaceAfter { get; set; }
}
