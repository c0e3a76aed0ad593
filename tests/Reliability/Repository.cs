namespace Seq2SeqService.Reliability;

/// <summary>Files of the repository that this program was built in.</summary>
internal static class Repository
{
    private static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Models => At("models");

    /// <summary>The service, built in the same configuration as this program.</summary>
    public static string Service => At($"artifacts/bin/Api/{new DirectoryInfo(AppContext.BaseDirectory).Name}/Seq2SeqService.Api.dll");

    /// <summary>The training worker, built like the service.</summary>
    public static string Worker => At($"artifacts/bin/Training/{new DirectoryInfo(AppContext.BaseDirectory).Name}/Seq2SeqService.Training.dll");

    public static string At(string path) => Path.Combine(Root, path);

    private static string Find(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException("Run this program where it was built: no Seq2SeqService.sln above it."),
        _ when File.Exists(Path.Combine(folder.FullName, "Seq2SeqService.sln")) => folder.FullName,
        _ => Find(folder.Parent),
    };
}
