using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Seq2SeqService.Api.Access.Tokens;

/// <summary>The issuer of tokens and its public keys: of a file, or of an authority that is asked at the first token, twice a day, and when a token names a new key.</summary>
internal sealed partial class IssuerKeys : IDisposable
{
    private const int MaxAnswerBytes = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly WatchedFile<BaseConfigurationManager>? _file;
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? _authority;
    private readonly HttpClient? _http;
    private readonly ILogger<IssuerKeys> _logger;

    // A token that names a new key waits until it is fetched; else it would be refused, though it is good.
    static IssuerKeys() => AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", true);

    /// <exception cref="InvalidDataException">The file is not there, or none of public keys.</exception>
    public IssuerKeys(IOptions<JwtOptions> options, IHostEnvironment environment, TimeProvider clock, ILogger<IssuerKeys> logger)
    {
        _logger = logger;
        var jwt = options.Value;
        if (jwt.KeysFile.Length > 0)
            _file = Opened(Path.GetFullPath(jwt.KeysFile, environment.ContentRootPath), jwt.Issuer, clock);

        if (jwt.Authority.Length == 0)
            return;

        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience, MaxResponseContentBufferSize = MaxAnswerBytes };
        _authority = new(
            $"{jwt.Authority.TrimEnd('/')}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = jwt.Authority.StartsWith("https", StringComparison.OrdinalIgnoreCase) });
    }

    /// <summary>Null where no tokens are taken.</summary>
    public BaseConfigurationManager? Current => _file?.Value ?? (BaseConfigurationManager?)_authority;

    public void Dispose() => _http?.Dispose();

    private WatchedFile<BaseConfigurationManager> Opened(string path, string issuer, TimeProvider clock)
    {
        try
        {
            var file = new WatchedFile<BaseConfigurationManager>(path, clock, from => PublicKeyFile.Read(from, issuer), LogKept);
            file.Read();
            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{JwtOptions.Section}:KeysFile names {path}, which is not there or cannot be read by this user.", error);
        }
    }

    [LoggerMessage(LogLevel.Error, "The public keys cannot be read, and stay as they were: {Reason}")]
    private partial void LogKept(string reason);
}
