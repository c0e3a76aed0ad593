using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Seq2SeqService.Client.Tests.Fakes;

namespace Seq2SeqService.Client.Tests;

public sealed class RegistrationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_registered_client_has_its_address_its_key_and_its_retries()
    {
        using var stub = new StubService(StubService.Problem(System.Net.HttpStatusCode.ServiceUnavailable, "at-capacity"), StubService.Json("[]"));
        var services = new ServiceCollection();
        services.AddTranslationClient(options =>
        {
            options.BaseAddress = new("http://service.test:5080");
            options.ApiKey = "k-1";
            options.RetryDelay = TimeSpan.Zero;
        }).ConfigurePrimaryHttpMessageHandler(() => stub);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<TranslationClient>().LanguagesAsync(Cancel);

        Assert.Equal(["http://service.test:5080/languages", "http://service.test:5080/languages"], stub.Asked.Select(request => request.Address.AbsoluteUri));
        Assert.Equal("Bearer k-1", stub.Asked[0].Authorization);
    }

    [Fact]
    public async Task Settings_that_cannot_be_right_are_named()
    {
        var services = new ServiceCollection();
        services.AddTranslationClient(options => (options.MaxRetries, options.AttemptTimeout, options.BaseAddress) = (-1, TimeSpan.Zero, new("ftp://host")));
        await using var provider = services.BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<TranslationClient>);

        Assert.Equal(["BaseAddress", "MaxRetries", "AttemptTimeout"], fault.Failures.Select(failure => failure.Split(' ')[0]));
    }

    [Fact]
    public void A_key_that_no_header_can_carry_is_refused_and_not_shown()
    {
        var fault = Assert.Throws<ArgumentException>(() => new TranslationClient(new TranslationClientOptions { ApiKey = "secret\nkey" }));

        Assert.Contains("ApiKey", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_over_an_HttpClient_without_an_address_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TranslationClient(new HttpClient()));
}
