using System.Collections.Frozen;

namespace Seq2SeqService.Api.Catalog;

/// <summary>English names of languages by ISO 639-1 code. The runtime's own table is absent without ICU, as in small container images.</summary>
internal static class LanguageNames
{
    private const string Table =
        """
        af Afrikaans|am Amharic|ar Arabic|as Assamese|az Azerbaijani|be Belarusian|bg Bulgarian|bn Bengali|bo Tibetan|br Breton
        bs Bosnian|ca Catalan|cs Czech|cy Welsh|da Danish|de German|el Greek|en English|eo Esperanto|es Spanish|et Estonian|eu Basque
        fa Persian|fi Finnish|fo Faroese|fr French|fy Western Frisian|ga Irish|gd Scottish Gaelic|gl Galician|gu Gujarati|ha Hausa
        he Hebrew|hi Hindi|hr Croatian|ht Haitian Creole|hu Hungarian|hy Armenian|ia Interlingua|id Indonesian|ig Igbo|is Icelandic
        it Italian|ja Japanese|jv Javanese|ka Georgian|kk Kazakh|km Khmer|kn Kannada|ko Korean|ku Kurdish|ky Kyrgyz|la Latin
        lb Luxembourgish|lo Lao|lt Lithuanian|lv Latvian|mg Malagasy|mi Maori|mk Macedonian|ml Malayalam|mn Mongolian|mr Marathi
        ms Malay|mt Maltese|my Burmese|nb Norwegian Bokmål|ne Nepali|nl Dutch|nn Norwegian Nynorsk|no Norwegian|oc Occitan|or Odia
        pa Punjabi|pl Polish|ps Pashto|pt Portuguese|pt-BR Portuguese (Brazil)|ro Romanian|ru Russian|rw Kinyarwanda|sa Sanskrit
        sd Sindhi|si Sinhala|sk Slovak|sl Slovenian|sn Shona|so Somali|sq Albanian|sr Serbian|st Southern Sotho|su Sundanese
        sv Swedish|sw Swahili|ta Tamil|te Telugu|tg Tajik|th Thai|ti Tigrinya|tk Turkmen|tl Tagalog|tn Tswana|tr Turkish|tt Tatar
        ug Uyghur|uk Ukrainian|ur Urdu|uz Uzbek|vi Vietnamese|wo Wolof|xh Xhosa|yi Yiddish|yo Yoruba|zh Chinese
        zh-Hans Chinese (simplified)|zh-Hant Chinese (traditional)|zu Zulu
        """;

    private static readonly FrozenDictionary<string, string> Names = Table
        .Split(['|', '\n'], StringSplitOptions.TrimEntries)
        .Select(entry => entry.Split(' ', 2))
        .ToFrozenDictionary(entry => entry[0], entry => entry[1], StringComparer.OrdinalIgnoreCase);

    public static string Of(string code) => Names.GetValueOrDefault(code, code);
}
