namespace Seq2SeqService.EndToEnd.Tests;

/// <summary>Programs of the system that some tests need.</summary>
internal static class Programs
{
    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
