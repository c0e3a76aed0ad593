namespace Seq2SeqService.Core.Scores;

/// <summary>How BLEU cuts a text into words, by sacreBLEU's names.</summary>
public enum BleuTokenizer
{
    /// <summary><c>13a</c>: as the mteval-v13a script; for languages that write spaces.</summary>
    V13a,

    /// <summary><c>zh</c>: every Chinese character is a word.</summary>
    Zh,

    /// <summary><c>char</c>: every character is a word.</summary>
    Characters,

    /// <summary><c>intl</c>: punctuation and symbols of all scripts are words, as mteval-v14's international tokenisation.</summary>
    Intl,

    /// <summary><c>none</c>: words are what lies between spaces.</summary>
    None,
}
