using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Seq2SeqService.Api.Translation;

namespace Seq2SeqService.Api.Problems;

/// <summary>Turns the JSON reader's complaint into a problem that names the field and says what belongs there.</summary>
internal static partial class UnreadableBody
{
    private const int MaxNameLength = 60;

    /// <summary>The fault of JSON that was to become a <paramref name="body"/>.</summary>
    public static (ProblemKind Kind, FieldFaults Faults) Describe(JsonException error, Type body)
    {
        var field = FieldName(error.Path);

        if (error is FaultyTextException { Index: var index })
            return (ProblemKind.InvalidRequest, new FieldFaults().Add($"{field}[{index}]", "must be a string of well-formed Unicode"));

        if (error.InnerException is JsonException)   // the text is no JSON at all; line and position count from 0
            return (ProblemKind.UnreadableRequest, new FieldFaults().Add(field,
                $"the JSON is broken at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}"));

        return (ProblemKind.InvalidRequest, new FieldFaults().Add(field, Expectation(error.Path, body)));
    }

    /// <summary>The reader's path <c>$.options.beamSize</c> as the name <c>options.beamSize</c>; the body itself is <c>body</c>.</summary>
    private static string FieldName(string? path) =>
        path is null or "$" ? "body" : Excerpt.Of(path.TrimStart('$').TrimStart('.'), MaxNameLength);

    private static string Expectation(string? path, Type body)
    {
        var type = body;

        foreach (Match segment in Segment().Matches(path ?? "$"))
        {
            var known = ApiJson.Default.GetTypeInfo(type)!;
            if (known.Kind == JsonTypeInfoKind.Dictionary)
            {
                type = known.ElementType!;
                continue;
            }

            var members = known.Properties;
            var member = members.FirstOrDefault(member => member.Name == segment.Groups["name"].Value);
            if (member is null)
                return $"is not known here; known are {string.Join(", ", members.Select(other => other.Name))}";

            type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        }

        return $"must be {Described(type)}, and must be given once";
    }

    private static string Described(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => "a string of well-formed Unicode",
        TypeCode.Int32 => "a whole number of at most 32 bits",
        TypeCode.Double => "a number",
        TypeCode.Boolean => "true or false",
        _ when type == typeof(TextOrTexts) => "a string, or an array of strings, of well-formed Unicode",
        _ => "a JSON object with well-formed names",
    };

    /// <summary>One step of a path: <c>.name</c> or <c>['odd name']</c>. Positions in arrays are no steps.</summary>
    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\['(?<name>.*?)'\]", RegexOptions.Singleline)]
    private static partial Regex Segment();
}
