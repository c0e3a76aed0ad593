using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Operators;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Tests;

public sealed class OperatorTests
{
    private const string Key = "a-long-and-random-operator-key";

    [Theory]
    [InlineData("activate")]
    [InlineData("rollback")]
    [InlineData("pin")]
    [InlineData("unpin")]
    public async Task Without_an_operator_key_in_the_settings_the_addresses_do_not_exist(string operation)
    {
        await using var service = new Service();

        await ProblemAssert.IsProblemAsync(await PostAsync(service, $"/models/en-de/{operation}", Key), 404, "not-found", null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a-long-and-random-operator-kez")]
    [InlineData("a-long-and-random-operator-key2")]
    public async Task Without_the_right_key_nothing_is_done_or_read(string? key)
    {
        await using var service = WithKey();

        var response = await PostAsync(service, "/models/en-de/activate", key, body: "{ not JSON");

        await ProblemAssert.IsProblemAsync(response, 401, "unauthorized", "Authorization");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Empty(service.Operator.Wishes);
        Assert.Contains(service.Log.Lines, line => line.Message.Contains("asked POST /models/en-de/activate: 401", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/models/en-de/activate", """{"version":"7"}""", "activate en-de 7 False")]
    [InlineData("/models/en-de/activate", """{"version":"7","skipGate":true}""", "activate en-de 7 True")]
    [InlineData("/models/en-de/rollback", null, "rollback en-de")]
    [InlineData("/models/en-de/pin", null, "pin en-de")]
    [InlineData("/models/en-de/unpin", null, "unpin en-de")]
    public async Task With_the_key_the_wish_is_done_and_audited_without_the_key(string path, string? body, string wish)
    {
        await using var service = WithKey();

        var response = await PostAsync(service, path, Key, body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("en-de", (string?)(await Service.JsonOf(response))["name"]);
        Assert.Equal(wish, Assert.Single(service.Operator.Wishes));
        Assert.Contains(service.Log.Lines, line => line.Message.Contains($"asked POST {path}: 200", StringComparison.Ordinal));
        Assert.DoesNotContain(service.Log.Lines, line => line.Message.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_key_may_lie_in_a_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Key + "\n", TestContext.Current.CancellationToken);
            await using var service = new Service { Settings = { ["Api:OperatorKeyFile"] = file } };

            Assert.Equal(HttpStatusCode.OK, (await PostAsync(service, "/models/en-de/pin", Key)).StatusCode);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("too short")]
    public async Task A_file_without_a_key_stops_the_start_and_is_not_quoted(string content)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
            var error = Assert.Throws<InvalidDataException>(() => new OperatorKey(Options.Create(new ApiOptions { OperatorKeyFile = file })));
            Assert.Contains("Api:OperatorKeyFile", error.Message, StringComparison.Ordinal);
            Assert.False(content.Length > 0 && error.Message.Contains(content, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(ModelOperationFailure.UnknownModel, 404, "unknown-model", "name")]
    [InlineData(ModelOperationFailure.UnknownVersion, 400, "invalid-request", "version")]
    [InlineData(ModelOperationFailure.NotPossible, 409, "not-possible", "model")]
    public async Task What_cannot_be_done_is_a_problem_with_the_reason(ModelOperationFailure failure, int status, string type, string field)
    {
        await using var service = WithKey();
        service.Operator.Failure = new(failure, "The fake does not want to.");

        var response = await PostAsync(service, "/models/en-de/activate", Key, """{"version":"9"}""");

        Assert.Equal("The fake does not want to.", await ProblemAssert.IsProblemAsync(response, status, type, field));
    }

    [Theory]
    [InlineData("{}", "version")]
    [InlineData("""{"version":" "}""", "version")]
    [InlineData("""{"version":7}""", "version")]
    [InlineData("""{"version":"7","force":true}""", "force")]
    public async Task A_wish_that_cannot_be_read_names_its_field(string body, string field)
    {
        await using var service = WithKey();

        await ProblemAssert.IsProblemAsync(await PostAsync(service, "/models/en-de/activate", Key, body), 400, "invalid-request", field);
        Assert.Empty(service.Operator.Wishes);
    }

    private static Service WithKey() => new() { Settings = { ["Api:OperatorKey"] = Key } };

    private static Task<HttpResponseMessage> PostAsync(Service service, string path, string? key, string? body = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        else if (path.EndsWith("activate", StringComparison.Ordinal))
            request.Content = new StringContent("""{"version":"7"}""", Encoding.UTF8, "application/json");

        return service.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
    }
}
