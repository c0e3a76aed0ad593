using System.Runtime.CompilerServices;

namespace Seq2SeqService.EndToEnd.Tests.Pages;

/// <summary>A test that drives a page; skipped where there is no Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public const string Chromium = "/usr/bin/chromium";

    public BrowserFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = $"There is no {Chromium} (Debian: apt-get install chromium).";
        SkipType = typeof(BrowserFactAttribute);
        SkipUnless = nameof(IsInstalled);
    }

    public static bool IsInstalled => File.Exists(Chromium);
}
