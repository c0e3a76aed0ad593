using System.ComponentModel.DataAnnotations;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Access.Tokens;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Detection;
using Seq2SeqService.Api.Documents;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Api.Logging;

namespace Seq2SeqService.Api.Hosting;

/// <summary>Limits and habits of the HTTP side (section <c>Api</c>).</summary>
internal sealed record ApiOptions
{
    public const string Section = "Api";

    /// <summary>Characters that an operator key has at least; the attribute of <see cref="OperatorKey"/> says it too.</summary>
    public const int MinOperatorKeyLength = 20;

    /// <summary>Bytes of a request's body; a longer one is refused with 413.</summary>
    [Range(1024, 64 * 1024 * 1024, ErrorMessage = Section + ":MaxBodyBytes must be {1} to {2} bytes.")]
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Texts of one request; more are refused with 413.</summary>
    [Range(1, 10_000, ErrorMessage = Section + ":MaxTexts must be {1} to {2} texts.")]
    public int MaxTexts { get; init; } = 100;

    /// <summary>Texts of one request beyond which it is bulk, unless it says otherwise: it waits for what people wait for.</summary>
    [Range(1, 10_000, ErrorMessage = Section + ":BulkTexts must be {1} to {2} texts.")]
    public int BulkTexts { get; init; } = 20;

    /// <summary>Further translations that a request may ask for with <c>alternatives</c>.</summary>
    [Range(0, 15, ErrorMessage = Section + ":MaxAlternatives must be {1} to {2} translations.")]
    public int MaxAlternatives { get; init; } = 5;

    /// <summary>
    /// Whether LibreTranslate's clients are served: forms and query strings on <c>/translate</c> and <c>/detect</c>, <c>/frontend/settings</c>,
    /// <c>/health</c>, pages of other origins.
    /// </summary>
    public bool LibreTranslate { get; init; } = true;

    /// <summary>Whether DeepL's clients are served, below <c>/v2</c> and <c>/v3</c>.</summary>
    public bool DeepL { get; init; } = true;

    /// <summary>With <see cref="LibreTranslate"/>: the origin whose pages may call this service, <c>*</c> for all; empty for none.</summary>
    public string AllowedOrigin { get; init; } = "*";

    /// <summary>What one caller may ask for.</summary>
    public QuotaOptions Quota { get; init; } = new();

    /// <summary>Whether <c>/metrics</c> answers, in Prometheus' text format. It shows load and model names, no texts and no callers.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>The key with which operators may change what is served; empty (default) and without <see cref="OperatorKeyFile"/> nobody may.</summary>
    [RegularExpression(@"(?s).{20,}|", ErrorMessage = Section + ":OperatorKey must have 20 characters or more; take a long random one.")]
    public string OperatorKey { get; init; } = "";

    /// <summary>A file that holds the operator key, as secrets are mounted into containers; it comes before <see cref="OperatorKey"/>.</summary>
    public string OperatorKeyFile { get; init; } = "";

    /// <summary>What is done where a text's language cannot be told.</summary>
    public DetectionOptions Detection { get; init; } = new();

    /// <summary>What documents may be, and how long their translations are kept.</summary>
    public DocumentOptions Documents { get; init; } = new();

    /// <summary>Where glossaries are kept and how large they may be.</summary>
    public GlossaryOptions Glossaries { get; init; } = new();

    /// <summary>Where jobs are kept, and who works on them.</summary>
    public JobOptions Jobs { get; init; } = new();

    /// <summary>Whether callers need keys, and where those are.</summary>
    public KeyOptions Keys { get; init; } = new();

    /// <summary>Whose tokens open routes as keys do.</summary>
    public JwtOptions Jwt { get; init; } = new();

    /// <summary>What of texts may stand in the log.</summary>
    public SampleOptions Log { get; init; } = new();

    /// <summary>Time that a client has to send a request's headers.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ConvertValueInInvariantCulture = true, ErrorMessage = Section + ":HeadersTimeout must be {1} to {2} (hh:mm:ss).")]
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes per second below which a request's body is given up, after five seconds of grace.</summary>
    [Range(1, 1_000_000, ErrorMessage = Section + ":MinBodyBytesPerSecond must be {1} to {2} bytes per second.")]
    public int MinBodyBytesPerSecond { get; init; } = 240;

    /// <summary>What <c>Retry-After</c> says when the service is starting or stopping, or at capacity and cannot tell for how long.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ConvertValueInInvariantCulture = true, ErrorMessage = Section + ":RetryAfter must be {1} to {2} (hh:mm:ss).")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time between "not ready" and the end of listening, so that a load balancer looks away first.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ConvertValueInInvariantCulture = true, ErrorMessage = Section + ":DrainDelay must be {1} to {2} (hh:mm:ss).")]
    public TimeSpan DrainDelay { get; init; } = TimeSpan.Zero;

    /// <summary>Time that a stop may take, the drain delay included; what still runs then is given up.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ConvertValueInInvariantCulture = true, ErrorMessage = Section + ":ShutdownTimeout must be {1} to {2} (hh:mm:ss).")]
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(25);
}
