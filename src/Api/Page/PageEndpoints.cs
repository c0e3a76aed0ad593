using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Hosting;

namespace Seq2SeqService.Api.Page;

/// <summary>The page at <c>/</c>: plain files that travel inside the assembly, so that it is there however the service is started.</summary>
internal static class PageEndpoints
{
    private const string Path = "/page";

    private static readonly EmbeddedFileProvider Files = new(typeof(PageEndpoints).Assembly, $"{typeof(PageEndpoints).Namespace}.Files");

    public static void UsePage(this IApplicationBuilder app) => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = Files,
        RequestPath = Path,
        ContentTypeProvider = new FileExtensionContentTypeProvider(),
        OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",   // asked again each time, by its ETag
    });

    public static void MapPage(this IEndpointRouteBuilder app) =>
        app.MapRead("/", () => Results.Stream(Files.GetFileInfo("index.html").CreateReadStream(), "text/html; charset=utf-8")).WithoutKey().ExcludeFromDescription();
}
