using System.Text;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.Glossaries;

/// <summary>A glossary that is kept: under one name a dictionary for each direction. Our own routes make glossaries of one dictionary.</summary>
internal sealed record Glossary(Guid Id, string Name, DateTimeOffset CreatedAt, IReadOnlyList<GlossaryDictionary> Dictionaries)
{
    /// <summary>The id of the key that made it; empty where none was wanted then.</summary>
    public string Owner { get; init; } = "";

    /// <summary>A new one, with an id that no other has; times are kept to the millisecond.</summary>
    public static Glossary New(string name, IReadOnlyList<GlossaryDictionary> dictionaries, TimeProvider clock) =>
        new(Guid.NewGuid(), name, DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()), dictionaries);

    public GlossarySummary Summary => new(Id, Name, CreatedAt, [.. Dictionaries.Select(dictionary => dictionary.Summary)]) { Owner = Owner };

    public GlossaryDictionary? DictionaryOf(LanguagePair languages) => Dictionaries.FirstOrDefault(dictionary => dictionary.Languages == languages);

    /// <summary>With this dictionary in the place of the one of its direction, where there is one.</summary>
    public Glossary With(GlossaryDictionary dictionary) => Without(dictionary.Languages) with { Dictionaries = [.. Without(dictionary.Languages).Dictionaries, dictionary] };

    public Glossary Without(LanguagePair languages) => this with { Dictionaries = [.. Dictionaries.Where(dictionary => dictionary.Languages != languages)] };
}

/// <summary>The terms of one direction; no two have the same source.</summary>
internal sealed record GlossaryDictionary(LanguagePair Languages, IReadOnlyList<GlossaryTerm> Terms)
{
    public DictionarySummary Summary => new(Languages, Terms.Count);

    /// <summary>With all of <paramref name="terms"/>, and its own where they say nothing else.</summary>
    public GlossaryDictionary With(IReadOnlyList<GlossaryTerm> terms)
    {
        var named = terms.Select(term => term.Source).ToHashSet(StringComparer.Ordinal);
        return this with { Terms = [.. Terms.Where(term => !named.Contains(term.Source)), .. terms] };
    }

    /// <summary>A line for each term, source and target with a tab between them: as it is stored, and as DeepL gives it out. No term holds either sign.</summary>
    public string ToTsv() => new StringBuilder().AppendJoin('\n', Terms.Select(term => $"{term.Source}\t{term.Target}")).ToString();

    /// <summary>Reads what <see cref="ToTsv"/> wrote.</summary>
    public static GlossaryDictionary Of(LanguagePair languages, string tsv) =>
        new(languages, [.. tsv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(term => new GlossaryTerm(term[0], term[1]))]);
}

/// <summary>A glossary without its entries.</summary>
internal sealed record GlossarySummary(Guid Id, string Name, DateTimeOffset CreatedAt, IReadOnlyList<DictionarySummary> Dictionaries)
{
    public string Owner { get; init; } = "";
}

/// <summary>A direction of a glossary, and how many terms it has there.</summary>
internal sealed record DictionarySummary(LanguagePair Languages, int EntryCount);
