using System.Reflection;
using Seq2SeqService.Inference;

namespace Seq2SeqService.EndToEnd.Tests.Repository;

public sealed class PublicSurfaceTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Hidden = ["Seq2SeqService.Torch", "Seq2SeqService.Networks", "TorchSharp"];

    [Fact]
    public void No_public_type_of_Inference_shows_a_type_of_Torch_or_Networks()
    {
        var shown =
            from type in typeof(ITranslator).Assembly.GetExportedTypes()
            from seen in TypesSeenFrom(type).SelectMany(Parts).Distinct()
            where Hidden.Contains(seen.Assembly.GetName().Name)
            select $"{type} shows {seen}";

        Strays.AreNone(shown);
    }

    [Fact]
    public void The_rule_is_about_rooms_that_are_there() =>
        Assert.Contains("Seq2SeqService.Networks", typeof(ITranslator).Assembly.GetReferencedAssemblies().Select(name => name.Name));

    private static IEnumerable<Type> TypesSeenFrom(Type type) =>
    [
        .. type.GetInterfaces(),
        .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
        .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(field => field.FieldType),
        .. type.GetConstructors(Declared).Where(IsVisible).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType),

        // Properties and events are methods too.
        .. type.GetMethods(Declared).Where(IsVisible).SelectMany(method => method.GetParameters().Append(method.ReturnParameter)).Select(parameter => parameter.ParameterType),
    ];

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>The type itself, what it is an array or reference of, and its type arguments, all the way down.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        var inner = type.GetGenericArguments().Where(argument => !argument.IsGenericParameter);
        if (type.GetElementType() is { } element)
            inner = inner.Append(element);

        return inner.SelectMany(Parts).Prepend(type);
    }
}
