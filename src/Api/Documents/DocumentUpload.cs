using Seq2SeqService.Api.Problems;
using Seq2SeqService.Core.Documents;

namespace Seq2SeqService.Api.Documents;

/// <summary>A file as it was sent: its name without directories, what it is by that name, and its bytes.</summary>
internal sealed record DocumentUpload(string Name, IDocumentFormat Format, byte[] Content)
{
    private const int MaxNameLength = 200;

    /// <summary>The file of a form. <paramref name="name"/> is its name where the form gives another than the file has.</summary>
    public static async Task<DocumentUpload> ReadAsync(IFormCollection form, string? name, CancellationToken cancel)
    {
        var file = form.Files["file"] ?? throw Refused("is required: a file", "Invalid request: missing file parameter");
        var called = Tidy(name ?? file.FileName);
        var format = DocumentFormats.Of(called)
            ?? throw Refused($"cannot be read by its name; known are {string.Join(", ", DocumentFormats.Endings)}", "Invalid request: file format not supported");

        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancel);
        return content.Length == 0 ? throw Refused("must not be empty", "Invalid request: empty file") : new(called, format, content.ToArray());
    }

    /// <summary>Without directories, and without what has no place in a header or an address.</summary>
    private static string Tidy(string name)
    {
        var last = name.Split('/', '\\')[^1];
        var kept = string.Concat(last.Where(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' or ' ').TakeLast(MaxNameLength));
        return kept.TrimStart('.');
    }

    private static RequestRefusedException Refused(string fault, string error) => new(ProblemKind.InvalidRequest, "file", fault) { Error = error };
}
