using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Seq2SeqService.Training.Recipes;

/// <summary>Keys that a recipe does not have, and values of another kind than their key's, each with the key as it is written in the recipe.</summary>
internal static class RecipeKeys
{
    private static readonly Dictionary<Type, string> Scalars = new()
    {
        [typeof(string)] = "a text", [typeof(int)] = "a whole number", [typeof(double)] = "a number", [typeof(bool)] = "true or false",
    };

    public static IReadOnlyList<string> Faults(IConfiguration recipe) => [.. OfKeys(recipe.GetChildren(), typeof(Recipe), "a recipe")];

    private static IEnumerable<string> OfKeys(IEnumerable<IConfigurationSection> values, Type type, string owner)
    {
        var keys = KeysOf(type);
        return values.SelectMany(value => keys.TryGetValue(value.Key, out var key)
            ? OfValue(value, Nullable.GetUnderlyingType(key.PropertyType) ?? key.PropertyType, TakesNull(key))
            : [$"{value.Path}: there is no such key; the keys of {owner} are {string.Join(", ", keys.Keys)}."]);
    }

    private static IEnumerable<string> OfValue(IConfigurationSection section, Type kind, bool takesNull)
    {
        var parts = section.GetChildren().ToList();
        var isEmpty = parts.Count == 0 && string.IsNullOrEmpty(section.Value);
        if (isEmpty && section.Value is null && !takesNull && !HasKeys(kind))
            return [$"{section.Path}: null is none of its values; leave the key out for its default."];
        if (Scalars.TryGetValue(kind, out var name))
            return parts.Count > 0 || !IsA(kind, section.Value) ? [$"{section.Path}: {name} is asked for{Given(section)}."] : [];
        if (ElementOf(kind) is { } element)
            return isEmpty || (parts.Count > 0 && parts.All(part => int.TryParse(part.Key, out _)))
                ? parts.SelectMany(part => OfValue(part, element, takesNull: false))
                : [$"{section.Path}: a list, [ … ], is asked for{Given(section)}."];

        return isEmpty || parts.Count > 0
            ? OfKeys(parts, kind, section.Path)
            : [$"{section.Path}: an object, {{ … }}, is asked for{Given(section)}; its keys are {string.Join(", ", KeysOf(kind).Keys)}."];
    }

    private static bool IsA(Type kind, string? value) => value is null || TypeDescriptor.GetConverter(kind).IsValid(value);

    private static string Given(IConfigurationSection section) => section.Value is { Length: > 0 } value ? $", not '{value}'" : "";

    /// <summary>Whether it is an object; the configuration does not tell an empty one from null, and either has the defaults.</summary>
    private static bool HasKeys(Type kind) => !Scalars.ContainsKey(kind) && ElementOf(kind) is null;

    private static Type? ElementOf(Type kind) => kind.GetElementType() ?? kind.GenericTypeArguments.SingleOrDefault();

    private static bool TakesNull(PropertyInfo key) => new NullabilityInfoContext().Create(key).WriteState == NullabilityState.Nullable;

    /// <summary>Keys as a recipe writes them.</summary>
    private static Dictionary<string, PropertyInfo> KeysOf(Type type) => type.GetProperties()
        .Where(property => property.CanWrite)
        .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name), StringComparer.OrdinalIgnoreCase);
}
