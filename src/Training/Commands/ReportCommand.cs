using System.CommandLine;
using Seq2SeqService.Training.Runs;
using Seq2SeqService.Training.Watching.Reports;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>report runs/en-de</c>: writes a run's page anew.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "Directory of a run." };
        var command = new Command("report", "Write the report of a run: curves, best weights, translations, on one page.") { run };
        command.SetAction((parsed, _) =>
        {
            Console.WriteLine(RunReport.Write(new RunDirectory(parsed.GetRequiredValue(run))));
            return Task.FromResult(0);
        });
        return command;
    }
}
