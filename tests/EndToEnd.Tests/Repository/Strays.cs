namespace Seq2SeqService.EndToEnd.Tests.Repository;

/// <summary>What breaks a rule of the repository.</summary>
internal static class Strays
{
    /// <summary>Fails with every one of them, a line each, in full.</summary>
    public static void AreNone(IEnumerable<string> strays)
    {
        var lines = strays.ToList();
        Assert.True(lines.Count == 0, string.Join('\n', lines));
    }
}
