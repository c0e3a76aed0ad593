using System.Text.Json;

namespace Seq2SeqService.Training.Recipes;

/// <summary>Members of an enumeration by their names in a recipe: camelCase, as its keys.</summary>
internal static class Choices
{
    public static IReadOnlyList<string> NamesOf<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>The member of a name that <see cref="Fault"/> has let pass.</summary>
    public static T Parse<T>(string name)
        where T : struct, Enum => Enum.Parse<T>(name, ignoreCase: true);

    /// <summary>Why <paramref name="name"/> is no choice for <paramref name="key"/>, or null where it is one, or nothing.</summary>
    public static string? Fault<T>(string key, string? name)
        where T : struct, Enum => name is null || NamesOf<T>().Contains(name)
            ? null
            : $"{key}: there is no '{name}'; choose {string.Join(", ", NamesOf<T>())}.";
}
