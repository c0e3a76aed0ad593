using System.Runtime.CompilerServices;

namespace Seq2SeqService.EndToEnd.Tests.Clients;

/// <summary>A test that runs an npm package; skipped where there is no Node or <c>npm ci</c> was not run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "There is no Node of version 20 or newer, or its packages are missing (npm ci --prefix tests/EndToEnd.Tests/Clients).";
        SkipType = typeof(ClientScript);
        SkipUnless = nameof(ClientScript.CanRun);
    }
}
