using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Core.Documents;

namespace Seq2SeqService.Api.Documents;

/// <summary>What the name of a document's file says.</summary>
internal static class DocumentNames
{
    /// <summary>Its format, which was known when it came in.</summary>
    public static IDocumentFormat Format(this StoredJob document) =>
        DocumentFormats.Of(document.Name) ?? throw new InvalidDataException($"The job {document.Id} is a document of no known format.");

    /// <summary>The name of the translation: <c>letter_de.docx</c>.</summary>
    public static string TranslatedName(this StoredJob document) =>
        $"{Path.GetFileNameWithoutExtension(document.Name)}_{document.Languages.Target}{Path.GetExtension(document.Name)}";
}
