using System.Text;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Glossaries;

/// <summary>What a glossary must be to be kept.</summary>
internal sealed class GlossaryCheck(IModelCatalog catalog, IOptions<GlossaryOptions> limits)
{
    /// <summary>The name and the dictionary of a request in our own shape.</summary>
    public (string Name, GlossaryDictionary Dictionary) Read(GlossaryRequest request)
    {
        var name = Name(request.Name);
        var languages = Direction(request.Source, request.Target);
        if (request.Entries is null)
            throw EntryList.Refused("is required: an object of terms and their translations");

        var entries = new EntryList();
        foreach (var (source, target) in request.Entries)
            entries.Add($"entry {entries.Count + 1}", source, target);

        return (name, new(languages, entries.Terms));
    }

    /// <summary>The name as it is kept.</summary>
    public string Name(string? name)
    {
        var trimmed = name?.Trim() ?? "";
        var most = limits.Value.MaxNameLength;
        return trimmed.Length >= 1 && trimmed.Length <= most && !trimmed.Any(char.IsControl)
            ? trimmed
            : throw new RequestRefusedException(ProblemKind.InvalidRequest, "name", $"must be 1 to {most} characters in one line");
    }

    /// <summary>A direction that is served, in the models' own spelling.</summary>
    private LanguagePair Direction(string? source, string? target) => ServedLanguages.Of(catalog, model: null).Choose(source, target)!;

    /// <summary>The glossary, where it is not larger than may be.</summary>
    public Glossary WithinLimits(Glossary glossary)
    {
        var (count, most) = (glossary.Dictionaries.Sum(dictionary => dictionary.Terms.Count), limits.Value.MaxEntries);
        if (count > most)
            throw TooLarge($"holds {count} entries; at most {most} are taken (Api:Glossaries:MaxEntries)");

        var bytes = glossary.Dictionaries.Sum(dictionary => Encoding.UTF8.GetByteCount(dictionary.ToTsv()));
        return bytes <= limits.Value.MaxBytes
            ? glossary
            : throw TooLarge($"takes {bytes} bytes; at most {limits.Value.MaxBytes} are taken (Api:Glossaries:MaxBytes)");
    }

    private static RequestRefusedException TooLarge(string fault) => new(ProblemKind.TooLarge, "entries", fault);
}
