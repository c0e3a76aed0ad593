using Microsoft.Extensions.Options;
using Seq2SeqService.Api;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Access.Commands;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Catalog;
using Seq2SeqService.Api.DeepL;
using Seq2SeqService.Api.Detection;
using Seq2SeqService.Api.Documentation;
using Seq2SeqService.Api.Documents;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Health;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Api.LibreTranslate;
using Seq2SeqService.Api.Logging;
using Seq2SeqService.Api.Monitoring;
using Seq2SeqService.Api.Operators;
using Seq2SeqService.Api.Page;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference;

if (args is [Healthcheck.Verb, .. var rest])
    return await Healthcheck.RunAsync(rest.FirstOrDefault());

if (args is [KeysCommand.Verb, ..])
    return await KeysCommand.RunAsync(args);

try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot.Find() });
    builder.UseDefaultAddress();
    builder.AddConsoleLogging();
    builder.Services.AddSettings();
    builder.Services.AddMonitoring();   // before what it counts
    builder.Services.AddSingleton(TimeProvider.System);
    builder.UseModelsDirectory();
    builder.Services.AddInference();
    builder.Services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
    builder.Services.AddProblems();
    builder.Services.AddAccess();
    builder.Services.AddSingleton<RequestCheck>();
    builder.Services.AddSingleton<KnownLanguages>();
    builder.Services.AddSingleton<RequestParts>();
    builder.Services.AddSingleton<RequestTranslator>();
    builder.Services.AddSingleton<RequestDoor>();
    builder.Services.AddSingleton<Quota>();
    builder.Services.AddSingleton<SourceDetector>();
    builder.Services.AddSingleton<TextSamples>();
    builder.Services.AddSingleton<CharacterCount>();
    builder.Services.AddJobs();
    builder.Services.AddDocuments();
    builder.Services.AddGlossaries();
    builder.Services.AddSingleton<OperatorKey>();
    builder.Services.AddSingleton<ServiceState>();
    builder.Services.AddHostedService<DrainBeforeStop>();
    builder.Services.AddSwagger();

    var app = builder.Build();
    var settings = app.Services.GetRequiredService<IOptions<ApiOptions>>().Value;
    _ = app.Services.GetRequiredService<Credentials>();   // a faulty file of keys ends the start
    app.UseMiddleware<RequestLog>();
    app.UseMiddleware<RequestMetrics>();
    app.UseResponseHeaders();
    app.UseProblems();
    if (settings.LibreTranslate && settings.AllowedOrigin.Length > 0)
        app.UseCrossOrigin(settings.AllowedOrigin);

    if (settings.LibreTranslate)
        app.UseFormBodies();

    app.UsePage();
    app.UseRouting();
    app.UseMiddleware<KeyGate>();
    app.UseMiddleware<OperatorGuard>();
    app.UseMediaTypeGuard();
    app.UseSwaggerPage();
    app.MapTranslate();
    app.MapDetect();
    app.MapLanguages();
    app.MapModels();
    app.MapGlossaries();
    app.MapOperators();
    app.MapJobs();
    app.MapHealth();
    if (settings.Metrics)
        app.MapMetrics();

    if (settings.LibreTranslate)
    {
        app.MapLibreTranslate();
        app.MapTranslateFile();
    }

    if (settings.DeepL)
        app.MapDeepL();

    app.MapPage();

    await app.RunAsync();
    return 0;
}
catch (Exception error) when (StartFailure.Explain(error) is { } reason)
{
    await Console.Error.WriteLineAsync(reason);
    return 1;
}
