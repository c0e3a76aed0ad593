using System.Net;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests;

public sealed class PageTests
{
    [Fact]
    public async Task The_root_is_the_page()
    {
        await using var service = new Service();

        var response = await service.GetAsync("/");

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("<textarea", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/page/app.js")]
    public async Task Nothing_inline_and_nothing_foreign_may_run(string path)
    {
        await using var service = new Service();

        var policy = (await service.GetAsync(path)).Headers.GetValues("Content-Security-Policy").Single();

        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/page/style.css", "text/css")]
    [InlineData("/page/app.js", "text/javascript")]
    [InlineData("/page/icon.svg", "image/svg+xml")]
    public async Task Its_files_may_be_kept_while_they_are_asked_for_by_their_tag(string path, string type)
    {
        await using var service = new Service();

        var response = await service.GetAsync(path);

        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
        Assert.NotNull(response.Headers.ETag);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_problem_like_any_other()
    {
        await using var service = new Service();

        var response = await service.GetAsync("/page/missing.js");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }
}
