using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Seq2SeqService.Api.Documentation;

/// <summary>Names the values of members that take a few only.</summary>
internal sealed class NamedValues : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is OpenApiSchema written && context.MemberInfo?.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            written.Enum = [.. allowed.Values.OfType<string>().Select(value => JsonValue.Create(value))];
    }
}
