namespace Seq2SeqService.Core.Text;

/// <summary>Where a text is cut into sentences. However it is cut, what is too long for the model is cut further.</summary>
public enum SentenceSplitting
{
    /// <summary>Behind the end of a sentence, and at every line break, tab and gap.</summary>
    Lines,

    /// <summary>Behind the end of a sentence alone: line breaks are white space, which a translation does not keep.</summary>
    Sentences,

    /// <summary>Nowhere: the text is one sentence, and line breaks are white space.</summary>
    Nowhere,
}
