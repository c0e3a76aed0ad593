using FsCheck;
using FsCheck.Fluent;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Text;

public sealed class TextSegmentsTests
{
    // Each line: the sentences of a text, with a bar where one ends. The space behind the bar belongs to the text.
    [Theory]
    [InlineData("Hello.| How are you?| Fine!")]
    [InlineData("It costs 3.14 dollars.| See www.example.com for more.| Bye.")]
    [InlineData("Dr. Smith met Mrs. Jones at 5 p.m. on Sunday.| They talked.")]
    [InlineData("J. R. R. Tolkien wrote it.| I liked it.")]
    [InlineData("The U.S. Army came.| He left the U.S.| The end.")]
    [InlineData("Apples, pears, etc. Everything was there.")]
    [InlineData("We sell apples etc.| The shop is closed.")]
    [InlineData("See Fig. 3 and No. 5 for details.| No.| I will not.")]
    [InlineData("He said \"Stop!\" and ran.| \"Why?\" she asked.")]
    [InlineData("He said \"Stop.\"| Then he ran.")]
    [InlineData("(It was late.)| We went home.")]
    [InlineData("Wait... what?| Really...| Well then.")]
    [InlineData("What?!| No way!!!| Yes.")]
    [InlineData("Yahoo! is a company.| It is old.")]
    [InlineData("It was 1999.| Nobody knew.")]
    [InlineData("Am 3. Mai kam er z. B. nach Berlin.| Er blieb.")]
    [InlineData("Im 19. Jahrhundert war das anders, d. h. besser.| Heute nicht.")]
    [InlineData("Das kostet ca. 5 Euro, vgl. Abs. 3 bzw. Nr. 4 usw.| Danach nichts.")]
    [InlineData("Er fragte: „Kommst du?“| „Ja.“| Dann ging er.")]
    [InlineData("Kaiser Karl V. regierte lange.| Er starb 1558.")]
    [InlineData("« Bonjour ! »| Il est parti.| M. Dupont aussi.")]
    [InlineData("¿Qué tal?| ¡Muy bien!| Gracias.")]
    [InlineData("Привет.| Как дела?| Хорошо.")]
    [InlineData("これはペンです。|それは本ですか？|はい。")]
    [InlineData("「行こう！」と彼は言った。|そして行った。")]
    [InlineData("你好！|我是学生。|他说：“再见。”|然后走了。")]
    [InlineData("“你好！”他说。|我听见了……但是没有回答。")]
    [InlineData("版本是3.14。|很好!|我们走吧.")]
    [InlineData("今天天气很好。 明天呢？", "今天天气很好。| 明天呢？")]
    [InlineData("他说。|\"你好吗?\"|\"很好。\"")]
    [InlineData("“怎么了？”|“车出了故障。”")]
    [InlineData("多少錢 ?|湯姆想知道。")]
    [InlineData("Die 501. Legion und König Karl IV. Stifter kamen.|  Das war im Jahr 1500.")]
    [InlineData("He read it. / He wrote it.")]
    [InlineData("他和托马斯F. X. 走了。")]
    [InlineData("Choose File – Options… – Language.| =SUM(A1) gives 3.")]
    [InlineData("नमस्ते।| आप कैसे हैं?")]
    [InlineData("No full stop at all")]
    [InlineData("Dr.\u00A0Smith is here.")]
    public void Sentences_end_where_a_reader_ends_them(string marked, string? same = null)
    {
        var text = (same ?? marked).Replace("|", "", StringComparison.Ordinal);
        var expected = (same ?? marked).Split('|').Select(sentence => sentence.Trim());

        Assert.Equal(expected, Sentences(text));
    }

    [Theory]
    [InlineData("  Hello.  Bye. \n", "[  ]Hello.[  ]Bye.[ \n]")]
    [InlineData("One\n\n\r\nTwo\u2028Three", "One[\n\n\r\n]Two[\u2028]Three")]
    [InlineData("Name\tAge\tHome town", "Name[\t]Age[\t]Home town")]
    [InlineData("Left    right  side", "Left[    ]right  side")]
    [InlineData("- first\n* second\n# Title\n> quoted", "[- ]first[\n* ]second[\n# ]Title[\n> ]quoted")]
    [InlineData("-5 degrees", "-5 degrees")]
    [InlineData("1. Open it.\n12) Go in!\nb) Rest.\n\t3. Mai war es.", "[1. ]Open it.[\n12) ]Go in![\nb) ]Rest.[\n\t]3. Mai war es.")]
    [InlineData("1.5 hours\n1999. That was it.", "1.5 hours[\n1999. ]That was it.")]
    [InlineData("😀 Hello 👍🏽❤️\nBye!😀", "[😀 ]Hello[ 👍🏽❤️\n]Bye![😀]")]
    [InlineData("Great! 😀 Let's go.", "Great![ 😀 ]Let's go.")]
    [InlineData("Hello 😀 world", "Hello[ 😀 ]world")]
    [InlineData("Hi 👩‍👩‍👧‍👦 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩🇪!", "Hi[ 👩‍👩‍👧‍👦 ]and[ 🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩🇪!]")]
    [InlineData("Run this:\n```sh\nmake all\n```\nThen go.", "Run this:[\n```sh\nmake all\n```\n]Then go.")]
    [InlineData("``` is open\nand stays so", "``` is open[\n]and stays so")]
    [InlineData("Call it:\n  foo(bar, 1);\n  if (x) {\nThat is all.", "Call it:[\n  foo(bar, 1);\n  if (x) {\n]That is all.")]
    [InlineData("{0}\n%s: %d\n{{user name}}\nsnake_case\nC:\\temp\\a.txt", "[{0}\n%s: %d\n{{user name}}\nsnake_case\nC:\\temp\\a.txt]")]
    [InlineData("42\nforty-two\n1.5 %", "[42\n]forty-two[\n1.5 %]")]
    [InlineData("Look: https://example.com/a?b=c", "Look: https://example.com/a?b=c")]
    [InlineData("https://example.com/a?b=c\nme@example.com\nwww.example.com", "[https://example.com/a?b=c\nme@example.com\nwww.example.com]")]
    [InlineData("\u3000他来了。\u3000她也来了。", "[\u3000]他来了。[\u3000]她也来了。")]
    public void What_stands_between_sentences_stays_as_it_is(string text, string marked)
    {
        var segments = TextSegments.Split(text);

        Assert.Equal(marked, string.Concat(segments.Select(segment => segment.IsTranslatable ? segment.Text : $"[{segment.Text}]")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("😀🎉")]
    [InlineData("1 + 1 = 2!")]
    [InlineData("?!…")]
    [InlineData("\0\uD800")]
    public void A_text_without_words_has_nothing_to_translate(string text)
    {
        Assert.DoesNotContain(TextSegments.Split(text), segment => segment.IsTranslatable);
        Assert.Equal(text, TextSegments.Join(TextSegments.Split(text)));
    }

    [Fact]
    public void The_segments_of_any_text_make_the_text_again()
    {
        Prop.ForAll(Texts(), text =>
        {
            var segments = TextSegments.Split(text);
            return TextSegments.Join(segments) == text
                && segments.All(IsWellFormed)
                && segments.Zip(segments.Skip(1)).All(pair => pair.First.IsTranslatable || pair.Second.IsTranslatable);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Long_sentences_are_cut_until_they_fit_and_make_the_text_again()
    {
        Prop.ForAll(Texts(), Gen.Choose(1, 12).ToArbitrary(), (text, limit) =>
        {
            var segments = TextSegments.Split(text, part => part.EnumerateRunes().Count(), limit);
            return TextSegments.Join(segments) == text
                && segments.Where(segment => segment.IsTranslatable)
                    .All(segment => IsWellFormed(segment) && segment.Text.EnumerateRunes().Count() <= limit);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void A_long_sentence_is_cut_behind_marks_before_spaces_and_never_within_a_character()
    {
        static int Words(string text) => text.Split(' ').Length;

        Assert.Equal(
            ["one two three four;", "five six seven eight"],
            Sentences("one two three four; five six seven eight", Words, 5));
        Assert.Equal(
            ["one two three,", "four five six"],
            Sentences("one two three, four five six", Words, 4));
        Assert.Equal(["one two", "three four"], Sentences("one two three four", Words, 2));
        Assert.Equal(["ee\u0301", "ee\u0301"], Sentences("ee\u0301ee\u0301", text => text.Length, 3));
        Assert.Equal(["今天很好，", "明天也好"], Sentences("今天很好，明天也好", text => text.Length, 6));
    }

    [Fact]
    public void A_sentence_that_fits_is_not_touched() =>
        Assert.Equal(["One, two; three four."], Sentences("One, two; three four.", text => text.Length, 21));

    [Fact]
    public void A_character_of_too_many_tokens_is_left_to_the_caller() =>
        Assert.Equal(["龘"], Sentences("龘", _ => 9, 3));

    [Fact]
    public void Ten_thousand_lines_and_a_word_without_end_are_cut_in_one_pass()
    {
        var lines = string.Concat(Enumerable.Repeat("a.\n", 10_000));
        var word = new string('a', 100_000);
        var mail = "a@" + new string('.', 100_000) + "<";
        var stops = string.Concat(Enumerable.Repeat("a.", 50_000));

        Assert.Equal(10_000, Sentences(lines).Count());
        Assert.Single(Sentences(word));
        Assert.Single(Sentences(stops));
        Assert.Single(Sentences(mail));
    }

    private static IEnumerable<string> Sentences(string text) =>
        TextSegments.Split(text).Where(segment => segment.IsTranslatable).Select(segment => segment.Text);

    private static IEnumerable<string> Sentences(string text, Func<string, int> count, int limit) =>
        TextSegments.Split(text, count, limit).Where(segment => segment.IsTranslatable).Select(segment => segment.Text);

    /// <summary>Not empty, and what is translated has a letter and no white space around it.</summary>
    private static bool IsWellFormed(TextSegment segment) =>
        segment.Text.Length > 0 && (!segment.IsTranslatable || (segment.Text == segment.Text.Trim() && segment.Text.EnumerateRunes().Any(System.Text.Rune.IsLetter)));

    /// <summary>Texts of the bits that matter to the rules and of any UTF-16 units, halves of pairs included.</summary>
    private static Arbitrary<string> Texts()
    {
        var bits = Gen.Elements(
            "a", "Word", "der", "Die", "Dr.", "z. B.", "3.", "3.14", ".", "!", "?", "…", "...", "。", "！", "”", "“", "»", "(", ")", " ", " ", " ", "   ",
            "\u00A0", "\u3000", "\n", "\r\n", "\t", "- ", "你好", "です", "😀", "👍🏽", "\uD83D", "\uDE00", "e\u0301", "\u200D", "https://a.b", "a@b.c", "\0", "é", "и");
        var units = Gen.Choose(0, 0xFFFF).Select(unit => ((char)unit).ToString());
        var texts = Gen.Frequency((8, bits), (1, units)).ListOf().Select(string.Concat);
        return texts.ToArbitrary();
    }
}
