using Seq2SeqService.Core.Scores;

namespace Seq2SeqService.Training.Evaluation;

/// <summary>What to measure and how, as the command line says it.</summary>
internal sealed record MeasureChoice
{
    public const string Auto = "auto";

    public static readonly string[] Names = ["bleu", "chrf", "chrf++", "ter"];

    public static readonly string[] Tokenizers = [Auto, "13a", "zh", "char", "intl", "none"];

    public static readonly string[] Smoothings = ["exp", "floor", "add-k", "none"];

    /// <summary>Some of <see cref="Names"/>.</summary>
    public IReadOnlyList<string> Measures { get; init; } = ["bleu", "chrf"];

    /// <summary>How BLEU cuts words; <see cref="Auto"/> counts characters where the target is Chinese.</summary>
    public string Tokenizer { get; init; } = Auto;

    public string Smoothing { get; init; } = "exp";

    /// <summary>Scores without regard to case, which TER does anyhow.</summary>
    public bool Lowercase { get; init; }

    public IReadOnlyList<IMeasure> Create(bool isChinese) => [.. Measures.Distinct().Select(name => Create(name, isChinese))];

    private IMeasure Create(string name, bool isChinese) => name switch
    {
        "bleu" => new Bleu(TokenizerFor(isChinese), new BleuOptions { Lowercase = Lowercase, Smoothing = SmoothingNamed(Smoothing) }),
        "chrf" => new Chrf(new ChrfOptions { Lowercase = Lowercase }),
        "chrf++" => new Chrf(new ChrfOptions { Lowercase = Lowercase, WordOrder = 2 }),
        _ => new Ter(isChinese ? new TerOptions { Normalized = true, AsianSupport = true } : new TerOptions()),
    };

    private BleuTokenizer TokenizerFor(bool isChinese) => Tokenizer switch
    {
        Auto => isChinese ? BleuTokenizer.Zh : BleuTokenizer.V13a,
        "zh" => BleuTokenizer.Zh,
        "char" => BleuTokenizer.Characters,
        "intl" => BleuTokenizer.Intl,
        "none" => BleuTokenizer.None,
        _ => BleuTokenizer.V13a,
    };

    private static BleuSmoothing SmoothingNamed(string name) => name switch
    {
        "floor" => BleuSmoothing.Floor,
        "add-k" => BleuSmoothing.AddK,
        "none" => BleuSmoothing.None,
        _ => BleuSmoothing.Exp,
    };
}
