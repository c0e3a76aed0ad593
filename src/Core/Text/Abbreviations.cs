using System.Collections.Frozen;

namespace Seq2SeqService.Core.Text;

/// <summary>
/// Words that are written with a full stop though the sentence goes on: English and German, and the common ones of French and Spanish.
/// </summary>
internal static class Abbreviations
{
    private const int LongestStarter = 12;

    private static readonly FrozenSet<string> Always = Words("""
        mr mrs ms mx dr prof st mt gen col capt lt sgt maj cmdr rev hon sen gov gouv messrs mme mlle mm sra srta dra hr frl vs cf viz approx
        e.g i.e eg ie ca bzw evtl ggf ggfs inkl exkl zzgl vgl z.b d.h u.a o.ä u.ä i.d.r m.e u.u v.a s.o s.u sog geb gest verh dipl
        ing habil bspw insb insbes einschl ausschl abzgl gem bes urspr allg ehem p.ej avda fa av dott sig sig.ra sig.na
        """);

    private static readonly FrozenSet<string> BeforeNumbers = Words("""
        no nos nr nrn art abs abb fig figs tab kap bd vol vols ch chap sec sect eq eqs p pp s ziff str aufl jh tel ext app apt ver v ed núm
        num pág págs abschn anm anl rn rdnr hs bl
        """);

    private static readonly FrozenSet<string> Sometimes = Words("""
        etc usw al inc ltd co corp llc gmbh jr sr bros est dept univ assn ave blvd rd sq min max std mio mrd tsd mill bill jan feb mar apr
        jun jul aug sep sept oct nov dec okt dez ff bzgl
        """);

    private static readonly FrozenSet<string> Starters = """
        The This That These Those He She It We They You I In On At But And So If When While However There Here What Who Why How Where
        Yes No Not His Her Its Our Their My Your For As After Before Then Nobody Everyone Some Many Most
        Der Die Das Den Dem Ein Eine Einen Einem Er Sie Es Wir Ihr Ich Du Und Aber Oder Wenn Als Dann Doch Dies Diese Dieser Dieses Mit Im Am
        Auf Für Nach Vor Bei Man Nicht Kein Keine Was Wer Wie Wo Warum Danach Dort Heute Auch
        Le La Les Un Une Il Elle Ils Elles Nous Vous Je Tu Ce Cette Et Mais El Los Las Una Ella Pero Ellos Nosotros
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A sentence never ends with it: a title, or "z.B".</summary>
    public static bool GoesOn(string word) => Always.Contains(word);

    /// <summary>A number behind it belongs to it: "No. 5".</summary>
    public static bool TakesNumber(string word) =>
        BeforeNumbers.Contains(word) || Sometimes.Contains(word) || word.EndsWith("str", StringComparison.Ordinal);   // Hauptstr. 12

    /// <summary>A sentence may end with it or go on: "etc".</summary>
    public static bool MayEnd(string word) => Sometimes.Contains(word);

    /// <summary>Does the text begin with a word that, in upper case, is most likely a sentence's first?</summary>
    public static bool BeginsSentence(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && length <= LongestStarter && char.IsLetter(text[length]))
            length++;

        var isInitial = length < text.Length && text[length] == '.';   // J. I. Smith
        return !isInitial && Starters.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[..length]);
    }

    private static FrozenSet<string> Words(string list) =>
        list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
