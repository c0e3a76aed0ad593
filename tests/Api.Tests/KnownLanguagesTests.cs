using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Tests;

public sealed class KnownLanguagesTests
{
    private readonly FakeCatalog _catalog = new();

    [Fact]
    public void Languages_are_remembered_until_another_version_serves()
    {
        var languages = new KnownLanguages(_catalog);
        var (all, one) = (languages.Of(null), languages.Of("en-de"));

        Assert.Same(all, languages.Of(null));
        Assert.Same(one, languages.Of("en-de"));

        _catalog.Models = [FakeCatalog.Model("en-fr", "1", ("en", "fr"))];
        _catalog.Changes++;

        Assert.Equal(["fr"], languages.Of(null).TargetsOf("en"));
        Assert.Throws<RequestRefusedException>(() => languages.Of("en-de"));
    }

    [Fact]
    public void An_empty_name_is_the_name_of_no_model()
    {
        var languages = new KnownLanguages(_catalog);
        languages.Of(null);

        Assert.Throws<RequestRefusedException>(() => languages.Of(""));
    }

    [Fact]
    public void What_was_refused_is_looked_up_again()
    {
        _catalog.Models = [];
        var languages = new KnownLanguages(_catalog);
        Assert.Throws<TranslationException>(() => languages.Of(null));

        _catalog.Models = [FakeCatalog.Model("en-fr", "1", ("en", "fr"))];

        Assert.Equal(["en"], languages.Of(null).Sources);
    }
}
