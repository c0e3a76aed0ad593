using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Optimization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Tests.Optimization;

public sealed class AdamTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [TorchFact]
    public void The_fused_update_is_the_plain_one()
    {
        var (fused, plain) = (Parameters(), Parameters());
        using var adam = new Adam(fused);
        using var twin = new Adam(plain);

        for (var step = 1; step <= 5; step++)
        {
            Learn(fused, step);
            Learn(plain, step);
            adam.Step(step, 0.01, scale: 0.5);
            twin.PlainStep(step, 0.01, scale: 0.5);
        }

        foreach (var (a, b) in fused.Select(p => (Tensor)p.Parameter).Concat(adam.State.Select(s => s.Tensor))
            .Zip(plain.Select(p => (Tensor)p.Parameter).Concat(twin.State.Select(s => s.Tensor))))
        {
            foreach (var (x, y) in a.detach().data<float>().ToArray().Zip(b.detach().data<float>().ToArray()))
                Assert.Equal(y, x, 1e-6 + (1e-5 * Math.Abs(y)));
        }
    }

    [TorchFact]
    public void A_parameter_without_a_gradient_stays()
    {
        var parameters = Parameters();
        using var adam = new Adam(parameters);
        var before = parameters[1].Parameter.detach().data<float>().ToArray();
        parameters[0].Parameter.sum().backward();

        adam.Step(1, 0.01);

        Assert.Equal(before, parameters[1].Parameter.detach().data<float>().ToArray());
        Assert.All(adam.State.Skip(2), moment => Assert.All(moment.Tensor.data<float>().ToArray(), value => Assert.Equal(0, value)));
    }

    private static List<(string Name, Parameter Parameter)> Parameters()
    {
        manual_seed(11);
        return [("a", nn.Parameter(nn.init.normal_(zeros(130, 257)))), ("b", nn.Parameter(nn.init.normal_(zeros(7))))];
    }

    private static void Learn(List<(string Name, Parameter Parameter)> parameters, int step)
    {
        foreach (var (_, parameter) in parameters)
        {
            parameter.grad = null;
            (parameter * parameter * step).sum().backward();
        }
    }
}
