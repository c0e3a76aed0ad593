using System.Reflection;

namespace Seq2SeqService.Torch.Tests.Contract;

/// <summary>Every type, method and field that an assembly offers, in the spelling of the member list.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static IReadOnlySet<string> Of(Assembly assembly) =>
        assembly.GetExportedTypes().Where(type => type.Namespace?.StartsWith("TorchSharp", StringComparison.Ordinal) == true)
            .SelectMany(Members).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Members(Type type)
    {
        var name = Spell(type);
        yield return Spelling.Type(name);
        if (type.IsEnum)
        {
            foreach (var value in Enum.GetNames(type))
                yield return Spelling.Field(name, value, name);
            yield break;
        }

        foreach (var method in type.GetMethods(Declared).Where(method => IsOffered(method) && !IsAnswerToOthers(method)))
            yield return Spelling.Method(name, method.Name, Parameters(method), Spell(method.ReturnType));
        foreach (var constructor in type.GetConstructors(Declared).Where(IsOffered))
            yield return Spelling.Method(name, ".ctor", Parameters(constructor), "void");
        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic))
            yield return Spelling.Field(name, field.Name, Spell(field.FieldType));
    }

    private static IEnumerable<string> Parameters(MethodBase method) => method.GetParameters().Select(parameter => Spell(parameter.ParameterType));

    private static bool IsOffered(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>Callers name the method that was overridden; interfaces' hidden halves have no name to call.</summary>
    private static bool IsAnswerToOthers(MethodInfo method) =>
        method.GetBaseDefinition() != method || method.Name.Contains('.', StringComparison.Ordinal);

    private static string Spell(Type type)
    {
        if (type.IsByRef)
            return Spell(type.GetElementType()!) + "&";
        if (type.IsArray)
            return $"{Spell(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsGenericParameter)
            return (type.DeclaringMethod is null ? "!" : "!!") + type.GenericParameterPosition;

        var name = Spelling.Named(FullName(type));
        return type.IsConstructedGenericType ? Spelling.Generic(name, [.. type.GetGenericArguments().Select(Spell)]) : name;
    }

    private static string FullName(Type type)
    {
        var definition = type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;
        return definition.FullName!.Replace('+', '.');
    }
}
