using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.Jobs;

/// <summary>Work that outlives its request, as the store has it; without its content.</summary>
internal sealed record StoredJob
{
    /// <summary>Its address: 32 hexadecimal digits that nobody can guess.</summary>
    public required string Id { get; init; }

    public required JobKind Kind { get; init; }

    /// <summary>The id of the key that sent it; empty where none was wanted.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Whose share of the engines it is translated with.</summary>
    public string Sender { get; init; } = "";

    /// <summary>SHA-256 of what a client must show besides, in hexadecimal digits; empty where that is nothing.</summary>
    public string SecretHash { get; init; } = "";

    /// <summary>Of a document: the file's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of a document: its direction. Texts say it in their request.</summary>
    public LanguagePair Languages { get; init; } = new("", "");

    /// <summary>Terms of the glossaries that it is translated with, as they were when it came in.</summary>
    public IReadOnlyList<GlossaryTerm> Terms { get; init; } = [];

    public int Texts { get; init; }

    public int Characters { get; init; }

    /// <summary>The <c>traceparent</c> of the request that sent it; empty where nobody traces.</summary>
    public string Trace { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it and its content are removed, whatever has become of it.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    public JobState State { get; init; }

    /// <summary>Texts that are translated, as of the last sign of life.</summary>
    public int Done { get; init; }

    /// <summary>Times that it was begun. A worker shows the number of its own attempt with everything that it writes.</summary>
    public int Attempt { get; init; }

    /// <summary>When it was begun first.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed, for its sender.</summary>
    public string Error { get; init; } = "";

    public bool IsOver => State is JobState.Done or JobState.Failed;
}
