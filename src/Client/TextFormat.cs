namespace Seq2SeqService.Client;

/// <summary>What a text is.</summary>
public enum TextFormat
{
    /// <summary>Plain text.</summary>
    Text,

    /// <summary>A page or a part of one; tags come back around the words that stand for what they stood around.</summary>
    Html,
}
