using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests.Access;

/// <summary>No route is open by mistake.</summary>
public sealed class RouteAccessTests
{
    /// <summary>What everybody may ask, and nothing else.</summary>
    private static readonly string[] Open = ["/", "/frontend/settings", "/health", "/health/live", "/health/ready", "/health/startup", "/languages", "/metrics"];

    [Fact]
    public async Task Every_route_says_what_it_asks_of_callers()
    {
        await using var service = new Service();

        Assert.Empty(Routes(service).Where(route => route.Metadata.GetMetadata<RouteAccess>() is null).Select(route => route.DisplayName));
    }

    [Fact]
    public async Task No_other_route_than_the_named_ones_is_open()
    {
        await using var service = new Service();
        var open = Routes(service).Where(route => route.Metadata.GetMetadata<RouteAccess>() is { NeedsKey: false }).Select(route => $"/{route.RoutePattern.RawText?.Trim('/')}");

        Assert.Equal(Open, open.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_other_route_refuses_a_caller_without_a_key()
    {
        using var keys = new KeptKeys();
        await using var service = new Service { Settings = keys.Settings };
        var closed = Routes(service).Where(route => route.Metadata.GetMetadata<RouteAccess>() is not { NeedsKey: false }).ToList();
        Assert.True(closed.Count > 20);

        foreach (var route in closed)
        {
            var method = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
            var path = route.RoutePattern.RawText!.Replace("{id}", "8f1c7e0a-4f6b-4a7e-9d53-2f0f4a4f1b11", StringComparison.Ordinal).Replace("{name}", "a.b", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(new(method), path.StartsWith('/') ? path : $"/{path}");
            if (method is "POST" or "PUT" or "PATCH")
                request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");

            var response = await service.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

            Assert.True(response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, $"{method} {path}: {(int)response.StatusCode}");
            Assert.Contains("API key is required", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_route_that_says_nothing_is_for_operators()
    {
        Assert.True(RouteAccess.Unsaid.NeedsKey);
        Assert.Equal(Scopes.Operate, RouteAccess.Unsaid.Scope);
    }

    private static List<RouteEndpoint> Routes(Service service) => [.. service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
}
