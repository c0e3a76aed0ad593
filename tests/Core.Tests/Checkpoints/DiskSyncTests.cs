using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Tests.Checkpoints;

public sealed class DiskSyncTests
{
    [Fact]
    public void A_text_replaces_what_was_there_and_what_a_killed_process_left()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("note", "a longer old text");
        directory.Write("note.next", "half a te");

        DiskSync.Replace(path, "né");

        Assert.Equal([0x6e, 0xc3, 0xa9], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(directory.Path));
    }

    [Fact]
    public void A_text_that_cannot_be_written_leaves_the_old_one()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("note", "old");
        Directory.CreateDirectory(directory.File("note.next"));

        Assert.ThrowsAny<SystemException>(() => DiskSync.Replace(path, "new"));

        Assert.Equal("old", File.ReadAllText(path));
    }
}
