namespace Seq2SeqService.EndToEnd.Tests.Repository;

public sealed class RoomTests
{
    public static TheoryData<string> Names => [.. Rooms.Arrows.Keys];

    [Fact]
    public void The_rooms_are_the_folders_of_src_and_all_in_the_solution()
    {
        Assert.Equal(Rooms.Arrows.Keys.Order(StringComparer.Ordinal), RepositoryFiles.FoldersOf("src"));

        var solution = RepositoryFiles.Read("Seq2SeqService.sln");
        foreach (var project in RepositoryFiles.Below("src", ".csproj").Concat(RepositoryFiles.Below("tests", ".csproj")))
            Assert.Contains(project.Replace('/', '\\'), solution, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_room_references_the_rooms_it_may_see_and_no_other(string room) =>
        Assert.Equal(Rooms.Arrows[room], Rooms.ReferencesOf(room));

    [Fact]
    public void No_arrow_closes_a_circle()
    {
        var below = new HashSet<string>();
        while (Rooms.Arrows.FirstOrDefault(room => !below.Contains(room.Key) && room.Value.All(below.Contains)) is { Key: { } room })
            below.Add(room);

        Assert.Equal(Rooms.Arrows.Count, below.Count);
    }

    [Fact]
    public void What_a_reference_brings_along_stays_hidden() =>
        Assert.Contains("<DisableTransitiveProjectReferences>true<", RepositoryFiles.Read("Directory.Build.props"), StringComparison.Ordinal);

    [Fact]
    public void Narrow_arrows_are_followed_in_their_folders_only()
    {
        var strays =
            from arrow in Rooms.NarrowArrows
            from file in RepositoryFiles.Below($"src/{arrow.Room}", ".cs")
            where !arrow.Allows(file) && RepositoryFiles.Lines(file).Any(arrow.IsFollowedBy)
            select $"{file} uses {arrow.To}; only {string.Join(", ", arrow.Folders)} may";

        Strays.AreNone(strays);
    }

    [Fact]
    public void Narrow_arrows_are_followed_at_all()
    {
        foreach (var arrow in Rooms.NarrowArrows)
        {
            foreach (var folder in arrow.Folders)
            {
                Assert.True(
                    RepositoryFiles.Below($"src/{arrow.Room}/{folder}", ".cs").SelectMany(RepositoryFiles.Lines).Any(arrow.IsFollowedBy),
                    $"src/{arrow.Room}/{folder} does not use {arrow.To} any more: take it off the arrow.");
            }
        }
    }
}
