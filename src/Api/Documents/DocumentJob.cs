using Seq2SeqService.Core.Documents;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Api.Documents;

/// <summary>A document from its upload to its last download. The worker alone changes it.</summary>
internal sealed class DocumentJob(DocumentUpload upload, DocumentParagraphs paragraphs, LanguagePair languages)
{
    private readonly TaskCompletionSource<byte[]> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _done;

    /// <summary>Its address: 32 hexadecimal digits that nobody can guess.</summary>
    public string Id { get; } = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));

    /// <summary>What a client of DeepL must show to ask for it: 64 such digits.</summary>
    public string Key { get; } = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    public DocumentUpload Upload => upload;

    public DocumentParagraphs Paragraphs => paragraphs;

    public LanguagePair Languages => languages;

    /// <summary>Characters of its texts.</summary>
    public int Characters { get; } = paragraphs.Texts.Sum(text => text.Length);

    /// <summary>When it came in, and when its translation began; timestamps of the clock.</summary>
    public long CreatedAt { get; init; }

    public long? StartedAt { get; set; }

    /// <summary>Texts that are translated.</summary>
    public int Done
    {
        get => _done;
        set => _done = value;
    }

    /// <summary>The translated document, as soon as there is one.</summary>
    public Task<byte[]> Result => _result.Task;

    /// <summary>Cancelled when nobody wants the document any more.</summary>
    public CancellationTokenSource Abandoned { get; } = new();

    public void Complete(byte[] content) => _result.TrySetResult(content);

    public void Fail(Exception error)
    {
        _result.TrySetException(error);
        _ = _result.Task.Exception;   // looked at: nobody may ever ask
    }
}
