namespace Seq2SeqService.Api.Hosting;

/// <summary>Where <c>appsettings.json</c> is read from.</summary>
internal static class ContentRoot
{
    private const string Settings = "appsettings.json";

    /// <summary>The working directory if it holds the settings (null: the framework's own choice), else the program's directory.</summary>
    public static string? Find() => File.Exists(Settings) ? null : AppContext.BaseDirectory;
}
