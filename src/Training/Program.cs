using Seq2SeqService.Training.Progress;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Runs;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
using var term = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, c => { c.Cancel = true; stop.Cancel(); });
var sets = args.Skip(2).Where(a => a != "--set").ToList();
using var run = new TrainingRun(RecipeFile.Load(args[1], sets), new PlainProgress(Console.Out, TimeSpan.FromSeconds(10)));
run.Train(stop.Token);
