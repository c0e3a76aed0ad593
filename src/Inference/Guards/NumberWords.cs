using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Inference.Guards;

/// <summary>How languages write numbers other than in the source's digits.</summary>
internal static class NumberWords
{
    private const int LargestWord = 20;

    // Beginnings of words: eine, zweites, dreimal; one list for 0 to 12.
    private static readonly FrozenDictionary<string, string[][]> Words = new Dictionary<string, string>
    {
        ["en"] = "zero,no one,first,a,once two,second,twice,both,half three,third four five,fifth six seven eight nine,ninth ten eleven twelve,twelfth",
        ["de"] = "null,kein ein,erst zwei,beid,halb drei,dritt vier fünf sechs sieb acht neun zehn elf zwölf",
        ["fr"] = "zéro,aucun un,premi deux,second trois quatre,quatri cinq six,sixi sept huit neuf,neuvi dix onze douze,midi",
        ["es"] = "cero,ningun un,primer dos,segund tres,tercer cuatro,cuart cinco,quint seis,sext siete,séptim ocho,octav nueve,noven diez,décim once doce",
        ["it"] = "zero,nessun un,prim due,second tre,terz quattro,quart cinque,quint sei,sest sette,settim otto,ottav nove,non dieci,decim undici dodici",
        ["nl"] = "nul,geen een,één,eerst twee,tweed drie,derde vier vijf zes zeven acht negen tien elf twaalf",
        ["pt"] = "zero,nenhum um,primeir dois,duas,segund três,terceir quatro,quart cinco,quint seis,sext sete,sétim oito,oitav nove,non dez,décim onze doze",
        ["ru"] = "нол,ни од,перв дв,втор тр четыр,четв пят шест сем,седьм вос дев дес один двен",
        ["zh"] = "零,〇,无 一 二,两,兩 三 四 五 六 七 八 九 十 十一 十二",
        ["ja"] = "零,ゼロ 一 二 三 四 五 六 七 八 九 十 十一 十二",
    }.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Split(' ').Select(words => words.Split(',')).ToArray());

    // Of 20, 30 … 90.
    private static readonly FrozenDictionary<string, string[]> Tens = new Dictionary<string, string>
    {
        ["en"] = "twent thirt fort fift sixt sevent eight ninet",
        ["de"] = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
        ["fr"] = "vingt trent quarant cinquant soixant soixante-dix quatre-vingt quatre-vingt-dix",
        ["es"] = "veint treint cuarent cincuent sesent setent ochent novent",
        ["it"] = "vent trent quarant cinquant sessant settant ottant novant",
        ["nl"] = "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
        ["pt"] = "vint trint quarent cinquent sessent setent oitent novent",
        ["ru"] = "двадцат тридцат сорок пятьдесят шестьдесят семьдесят восемьдесят девяност",
        ["zh"] = "二十 三十 四十 五十 六十 七十 八十 九十",
        ["ja"] = "二十 三十 四十 五十 六十 七十 八十 九十",
    }.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Split(' '));

    private static readonly string[] PartsOfHours = ["halb", "half", "demi", "media", "mezza", "meia", "viertel", "quarter", "quart", "cuarto", "半", "пол"];

    private static readonly string[] Round =
    [
        "hundert", "tausend", "million", "milliard", "hundred", "thousand", "billion", "dozen", "dutzend", "cent", "mille", "cien", "mil", "centinai",
        "сто", "тысяч", "миллион", "百", "千", "万", "萬", "亿", "億",
    ];

    private static readonly SearchValues<char> Scales = SearchValues.Create("万萬亿億千百");

    /// <summary>May the output say the number of the source without its digits?</summary>
    public static bool MayReplace((VerbatimSpan Span, string Digits) wanted, string source, string output, string? target)
    {
        var digits = wanted.Digits;
        if (wanted.Span.End < source.Length && source[wanted.Span.End] == '月')
            return true;   // a month, which others call by its name
        if (digits.Length > 1 && digits.AsSpan(1).IndexOfAnyExcept('0') < 0 && Round.Any(word => output.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return true;
        if (output.AsSpan().IndexOfAny(Scales) >= 0)
            return true;
        if (wanted.Span.Length > digits.Length && digits != "0")
            return IsOfTime(wanted.Span, source) && int.TryParse(digits, out var minutes) && IsTime(minutes, output, target);   // 1.5, 05
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;

        return IsRoman(number, output)
            || IsHour(number, source, output)
            || IsWord(number, output, target)
            || (IsOfTime(wanted.Span, source) && IsTime(number, output, target));
    }

    /// <summary>Of a language whose words are not known any small number may be a word.</summary>
    private static bool IsWord(int number, string output, string? target)
    {
        var language = target?.Split('-', '_')[0].ToLowerInvariant();
        if (language is null || !Words.TryGetValue(language, out var words))
            return number <= LargestWord;
        if (number < words.Length)
            return words[number].Any(word => Begins(output, word));

        return number <= LargestWord || (number < 100 && number % 10 == 0 && Begins(output, Tens[language][(number / 10) - 2]));
    }

    /// <summary>The number stands before or behind the colon of a time.</summary>
    private static bool IsOfTime(VerbatimSpan span, string source) =>
        (span.End + 1 < source.Length && source[span.End] == ':' && char.IsDigit(source[span.End + 1]))
        || (span.Start > 1 && source[span.Start - 1] == ':' && char.IsDigit(source[span.Start - 2]));

    /// <summary>8:30 is "halb neun"; of a full hour nobody says the minutes.</summary>
    private static bool IsTime(int number, string output, string? target) =>
        number == 0
        || (number is 15 or 30 or 45 && PartsOfHours.Any(part => Begins(output, part)))
        || (number < 24 && IsWord((number % 12) + 1, output, target));

    private static bool Begins(string output, string word)
    {
        for (var at = output.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = output.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at == 0 || !char.IsLetter(output[at - 1]) || output[at] >= '\u2E80')
                return true;
        }

        return false;
    }

    /// <summary>3 p.m. is 15 Uhr, and 15:00 is 3 p.m.</summary>
    private static bool IsHour(int number, string source, string output) =>
        number <= 24 && (source.Contains("m.", StringComparison.OrdinalIgnoreCase) || source.Contains("pm", StringComparison.OrdinalIgnoreCase)
            || output.Contains("m.", StringComparison.OrdinalIgnoreCase) || output.Contains("pm", StringComparison.OrdinalIgnoreCase)
            || source.Contains("o'clock", StringComparison.OrdinalIgnoreCase) || output.Contains("o'clock", StringComparison.OrdinalIgnoreCase))
        && NumberGuard.Numbers(output).Any(said => said.Digits == Text(number + 12) || said.Digits == Text(number - 12));

    private static bool IsRoman(int number, string output) => number is >= 1 and < 40 && Begins(output, Roman(number));

    private static string Roman(int number) =>
        new string('X', number / 10) + (number % 10) switch { 0 => "", 1 => "I", 2 => "II", 3 => "III", 4 => "IV", 5 => "V", 6 => "VI", 7 => "VII", 8 => "VIII", _ => "IX" };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
