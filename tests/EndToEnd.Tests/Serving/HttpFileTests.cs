using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Seq2SeqService.EndToEnd.Tests.Bundled;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Serving;

/// <summary>src/Api/Api.http is what a newcomer tries first: every request in it is answered as it says, and it has every route.</summary>
public sealed partial class HttpFileTests : IAsyncLifetime
{
    private readonly RunningService _service = new(BundledModel.Store, ("Serilog:MinimumLevel", "Fatal"));
    private readonly HttpFile _file = new(RepositoryFiles.Read("src/Api/Api.http"));
    private readonly HttpClient _http = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Condition.MetAsync(async () => (await _http.GetAsync(new Uri(_service.Address, "health/ready"), Cancel)).IsSuccessStatusCode);
        _file.Set("host", _service.Address.ToString().TrimEnd('/'));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Every_request_has_the_status_that_the_file_says()
    {
        Assert.NotEmpty(_file.Requests);
        Strays.AreNone(_file.Requests.Where(request => request.Status == 0).Select(request => $"{request} has no line like '# → 200'"));
        Strays.AreNone((await SendAllAsync())
            .Where(sent => sent.Status != sent.Request.Status)
            .Select(sent => $"{sent.Request}: {sent.Status} instead of {sent.Request.Status}: {sent.Body}"));
    }

    [Fact]
    public async Task Every_route_of_the_service_stands_in_the_file()
    {
        var sent = await SendAllAsync();
        var routes =
            from endpoint in _service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
            where method != HttpMethod.Head.Method
            select (Method: method, Pattern: "^/" + Parameter().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "[^/]+") + "$");

        Assert.NotEmpty(routes);
        Strays.AreNone(routes.Distinct()
            .Where(route => !sent.Exists(request => request.Request.Method == route.Method && Regex.IsMatch(request.Path, route.Pattern)))
            .Select(route => $"{route.Method} {route.Pattern}"));
    }

    /// <summary>In their order, for later ones speak of earlier answers.</summary>
    private async Task<List<(HttpFileRequest Request, string Path, int Status, string Body)>> SendAllAsync()
    {
        List<(HttpFileRequest, string, int, string)> sent = [];
        foreach (var request in _file.Requests)
        {
            using var response = await AnswerAsync(request);
            var body = await response.Content.ReadAsStringAsync(Cancel);
            sent.Add((request, response.RequestMessage!.RequestUri!.AbsolutePath, (int)response.StatusCode, body));
            if (response.IsSuccessStatusCode)
                _file.Answered(request, body);
        }

        return sent;
    }

    /// <summary>What is not done yet is asked again; the service says so with <c>Retry-After</c>.</summary>
    private async Task<HttpResponseMessage> AnswerAsync(HttpFileRequest request)
    {
        HttpResponseMessage? response = null;
        await Condition.MetAsync(async () =>
        {
            response?.Dispose();
            response = await _http.SendAsync(_file.Fill(request), Cancel);
            return response.StatusCode != HttpStatusCode.ServiceUnavailable || request.Status == 503;
        });
        return response!;
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
