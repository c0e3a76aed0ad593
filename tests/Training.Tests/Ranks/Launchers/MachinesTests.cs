namespace Seq2SeqService.Training.Tests.Ranks.Launchers;

/// <summary>A rank on each of two machines that reach one another by one address alone.</summary>
public sealed class MachinesTests
{
    [MachinesFact]
    public void Ranks_on_two_machines_find_one_another_without_being_told_an_interface_and_learn_what_they_would_on_one()
    {
        using var task = new TinyTask(pairs: 150);
        var recipe = LaunchedRun.Short(task);
        var file = Worker.Write(recipe, task.PathOf("recipe.json"));
        using var machines = new Machines();
        var port = Worker.FreePort();

        using var first = Worker.By(machines.OnOwn(0, port, [.. Worker.Command, "train", file]));
        using var second = Worker.By(machines.OnOwn(1, port, [.. Worker.Command, "train", file]));

        Assert.True((first.AwaitEnd(), second.AwaitEnd()) == (0, 0), first.Said + second.Said);
        Assert.Equal(LaunchedRun.ShortState, LaunchedRun.State(recipe));
    }

    [MachinesFact]
    public void Ranks_that_cannot_reach_one_another_end_at_once_and_say_what_to_set()
    {
        using var task = new TinyTask(pairs: 30);
        var file = Worker.Write(LaunchedRun.Short(task), task.PathOf("recipe.json"));   // waits for five minutes
        using var machines = new Machines();
        var port = Worker.FreePort();

        using var first = Worker.By(machines.OnOwn(0, port, ["GLOO_SOCKET_IFNAME=lo", .. Worker.Command, "train", file]));
        using var second = Worker.By(machines.OnOwn(1, port, ["GLOO_SOCKET_IFNAME=lo", .. Worker.Command, "train", file]));

        Assert.Equal((75, 75), (first.AwaitEnd(), second.AwaitEnd()));
        Assert.All([first, second], rank => Assert.Contains("GLOO_SOCKET_IFNAME", rank.Said, StringComparison.Ordinal));
    }
}
