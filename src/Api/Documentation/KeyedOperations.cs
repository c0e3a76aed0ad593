using Microsoft.OpenApi;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Problems;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Seq2SeqService.Api.Documentation;

/// <summary>Names the key that an operation takes, and the refusals of one. Whether a service wants keys is its own matter, so none is a way too.</summary>
internal sealed class KeyedOperations : IOperationFilter
{
    public const string Scheme = "Key";

    public static OpenApiSecurityScheme Described { get; } = new()
    {
        Type = SecuritySchemeType.Http,
        Scheme = "bearer",
        Description = "A key that `keys create` made; wanted where the setting `Api:Keys:File` names a file of keys. `X-Api-Key` takes it too. With `Api:Jwt` a token (JWT) of an identity provider does as well.",
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<RouteAccess>().LastOrDefault() is not { NeedsKey: true } access)
            return;

        operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }, new()];
        Add(operation, context, ProblemKind.KeyRequired, ProblemKind.UnknownKey);
        if (access.Scope != Scopes.None)
            Add(operation, context, ProblemKind.MissingScope);
    }

    private static void Add(OpenApiOperation operation, OperationFilterContext context, params IReadOnlyList<ProblemKind> kinds)
    {
        var schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository);
        operation.Responses ??= [];
        operation.Responses.TryAdd($"{kinds[0].Status}", new OpenApiResponse
        {
            Description = string.Join(" ", kinds.Select(kind => kind.Title)),
            Content = new Dictionary<string, IOpenApiMediaType> { [ProblemWriter.MediaType] = new OpenApiMediaType { Schema = schema } },
        });
    }
}
