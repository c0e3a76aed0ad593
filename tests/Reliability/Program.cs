using Seq2SeqService.Reliability;
using Seq2SeqService.Reliability.Network;
using Seq2SeqService.Reliability.Overload;
using Seq2SeqService.Reliability.Reloads;
using Seq2SeqService.Reliability.Resumes;

// What the service promises under load, restarts and hostile clients, tried on real processes of this machine:
//   dotnet run -c Release --project tests/Reliability -- balancer --with haproxy|nginx --rounds 5 --rate 60
//   dotnet run -c Release --project tests/Reliability -- connections --count 10000
//   dotnet run -c Release --project tests/Reliability -- disconnects --count 2000
//   dotnet run -c Release --project tests/Reliability -- formats --inputs 1000000 --readers weights,docx --seed 1
//   dotnet run -c Release --project tests/Reliability -- http --count 100000 --seed 1
//   dotnet run -c Release --project tests/Reliability -- soak --minutes 30
//   dotnet run -c Release --project tests/Reliability -- reloads --count 1000 --clients 4 --cache 0
//   dotnet run -c Release --project tests/Reliability -- damaged --count 200 --seed 1
//   dotnet run -c Release --project tests/Reliability -- faults
//   dotnet run -c Release --project tests/Reliability -- overload --seconds 20 --deadline 1000
//   dotnet run -c Release --project tests/Reliability -- deadlines --count 2000 --rounds 10
//   dotnet run -c Release --project tests/Reliability -- resume --kills 4 --recipes en-de,rnn --seed 1
//   dotnet run -c Release --project tests/Reliability -- network --rounds 3
// Ends with 1 where a promise is broken.
var options = new Arguments(args);
return options.Scenario switch
{
    "balancer" => await BalancerScenario.RunAsync(options),
    "connections" => await ConnectionsScenario.RunAsync(options),
    "disconnects" => await DisconnectsScenario.RunAsync(options),
    "formats" => await FormatsScenario.RunAsync(options),
    "http" => await RequestsScenario.RunAsync(options),
    "soak" => await SoakScenario.RunAsync(options),
    "format" => FormatsScenario.Run(options),
    "reloads" => await ReloadsScenario.RunAsync(options),
    "damaged" => await DamagedScenario.RunAsync(options),
    "faults" when OperatingSystem.IsLinux() => await FaultsScenario.RunAsync(options),
    "publish" => KilledPublisher.Publish(options),
    "overload" => await OverloadScenario.RunAsync(options),
    "resume" => await ResumeScenario.RunAsync(options),
    "network" => await NetworkScenario.RunAsync(options),
    "deadlines" => await DeadlinesScenario.RunAsync(options),
    _ => Arguments.Refuse(),
};
