using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Checkpoints;

public sealed class ModelCardTests
{
    [Fact]
    public void A_card_says_where_a_model_comes_from_and_how_good_it_is()
    {
        var card = new ModelCard
        {
            Title = "English to German",
            Summary = "Translates everyday sentences.",
            License = "cc-by-2.0",
            Tags = ["marian"],
            Datasets = ["tatoeba"],
            Attribution = ["tatoeba.org (CC-BY 2.0 FR)"],
            Scores = [new("tatoeba test", "en-de", "BLEU", 27.345, "nrefs:1|case:mixed"), new("tatoeba test", "en-de", "chrF2", 50, "s")],
            Training = [new("steps", "20000")],
            Recipe = "{ \"seed\": 1 }",
            Limitations = "Long sentences.",
            Date = new(2026, 3, 1),
        };

        Assert.Equal("""
            ---
            language:
            - "en"
            - "de"
            license: "cc-by-2.0"
            pipeline_tag: translation
            tags:
            - "translation"
            - "marian"
            datasets:
            - "tatoeba"
            metrics:
            - "bleu"
            - "chrf"
            ---

            # English to German

            Translates everyday sentences.

            Directions: en → de.

            Published 2026-03-01.

            ## Scores

            | Test set | Direction | Metric | Score | Signature |
            | --- | --- | --- | ---: | --- |
            | tatoeba test | en-de | BLEU | 27.34 | `nrefs:1\|case:mixed` |
            | tatoeba test | en-de | chrF2 | 50.00 | `s` |

            ## Training data and attribution

            - tatoeba.org (CC-BY 2.0 FR)

            ## Training

            - steps: 20000

            ## Recipe

            ````json
            { "seed": 1 }
            ````

            ## Limitations

            Long sentences.

            """.ReplaceLineEndings("\n"), card.ToMarkdown([new LanguagePair("en", "de")]));
    }

    [Fact]
    public void Norwegian_stays_a_language_and_a_card_can_be_short()
    {
        var card = new ModelCard { Title = "T", License = "cc0-1.0" };

        Assert.Contains("- \"no\"", card.ToMarkdown([new LanguagePair("en", "no")]), StringComparison.Ordinal);
        Assert.Contains("text2text-generation", card.ToMarkdown([]), StringComparison.Ordinal);
    }
}
