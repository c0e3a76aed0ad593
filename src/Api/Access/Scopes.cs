namespace Seq2SeqService.Api.Access;

/// <summary>What a key opens. A key has one or several of them.</summary>
[Flags]
internal enum Scopes
{
    /// <summary>What every key opens: what is served, and how much was translated.</summary>
    None = 0,

    /// <summary>Texts and glossaries.</summary>
    Translate = 1,

    /// <summary>Whole documents.</summary>
    Documents = 2,

    /// <summary>What changes the service for everybody, and what belongs to other keys.</summary>
    Operate = 4,

    All = Translate | Documents | Operate,
}

/// <summary>Scopes as people write them: <c>translate,documents</c>.</summary>
internal static class ScopeNames
{
    private static readonly (Scopes Scope, string Name)[] Known =
        [(Scopes.Translate, "translate"), (Scopes.Documents, "documents"), (Scopes.Operate, "operate")];

    public static string All { get; } = string.Join(", ", Known.Select(known => known.Name));

    public static IReadOnlyList<string> Of(Scopes scopes) => [.. Known.Where(known => scopes.HasFlag(known.Scope)).Select(known => known.Name)];

    /// <summary>Those of the names that are scopes of this service; what else a token opens is not our matter.</summary>
    public static Scopes Among(IEnumerable<string> names)
    {
        var held = names.ToHashSet();
        return Known.Where(known => held.Contains(known.Name)).Aggregate(Scopes.None, (scopes, known) => scopes | known.Scope);
    }

    /// <summary>Null where one of the names is not known, or there is none.</summary>
    public static Scopes? Parse(IReadOnlyList<string> names)
    {
        var scopes = Scopes.None;
        foreach (var name in names)
        {
            var scope = Known.FirstOrDefault(known => known.Name == name).Scope;
            if (scope == Scopes.None)
                return null;

            scopes |= scope;
        }

        return scopes == Scopes.None ? null : scopes;
    }
}
