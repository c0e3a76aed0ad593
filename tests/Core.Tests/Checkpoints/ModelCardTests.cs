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
    public void A_card_says_what_8_bits_cost()
    {
        var card = new ModelCard
        {
            Title = "T",
            License = "cc0-1.0",
            Scores = [new("a|b", "en-de", "BLEU", 27.345, "s"), new("a|b", "en-de", "chrF2", 50, "s")],
            Int8Scores = [new("a|b", "en-de", "BLEU", 27.149, "s"), new("a|b", "en-de", "chrF2", 50.01, "s")],
        };

        var text = card.ToMarkdown([]);

        Assert.Contains("""
            ## Weights in 8 bits

            Matrices are in 8 bits in `model.int8.safetensors`, with a scale for each output; everything else is in fp32. What that costs, both computed by the engine that serves, differences before rounding:

            | Test set | Direction | Metric | fp32 | int8 | Difference |
            | --- | --- | --- | ---: | ---: | ---: |
            | a\|b | en-de | BLEU | 27.34 | 27.15 | -0.20 |
            | a\|b | en-de | chrF2 | 50.00 | 50.01 | +0.01 |
            """.ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("## Scores", StringComparison.Ordinal) < text.IndexOf("## Weights in 8 bits", StringComparison.Ordinal));
    }

    [Fact]
    public void Eight_bits_without_tests_are_said_to_be_unmeasured_and_a_card_without_them_says_nothing()
    {
        var card = new ModelCard { Title = "T", License = "cc0-1.0" };

        Assert.Contains("was not measured", (card with { Int8Scores = [] }).ToMarkdown([]), StringComparison.Ordinal);
        Assert.DoesNotContain("8 bits", card.ToMarkdown([]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_section_on_8_bits_goes_behind_the_scores_of_a_card_and_takes_the_place_of_an_older_one()
    {
        const string Card = "---\nx: 1\n---\n\n# T\n\n## Scores\n\n| a |\n\n## Recipe\n\n````json\n## Scores\n````\n\n## Limits\n\nMany.\n";

        var once = Int8Section.PutInto(Card, "old");
        var twice = Int8Section.PutInto(once, "new\n");

        Assert.Equal(Card.Replace("## Recipe", "## Weights in 8 bits\n\nnew\n\n## Recipe", StringComparison.Ordinal), twice);
        Assert.Equal("# T\n\n## Weights in 8 bits\n\nnew\n", Int8Section.PutInto("# T\r\n", "new"));
    }

    [Fact]
    public void Norwegian_stays_a_language_and_a_card_can_be_short()
    {
        var card = new ModelCard { Title = "T", License = "cc0-1.0" };

        Assert.Contains("- \"no\"", card.ToMarkdown([new LanguagePair("en", "no")]), StringComparison.Ordinal);
        Assert.Contains("text2text-generation", card.ToMarkdown([]), StringComparison.Ordinal);
    }
}
