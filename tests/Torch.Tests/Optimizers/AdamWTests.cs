using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Torch.Tests.Optimizers;

public sealed class AdamWTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [TorchTheory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Updates_are_those_of_the_paper(bool amsgrad, bool maximize)
    {
        const double Rate = 0.1, Beta1 = 0.8, Beta2 = 0.9, Epsilon = 1e-6, Decay = 0.05;
        using var parameter = nn.Parameter(tensor([1.0, -2.0]));
        using var optimizer = optim.AdamW([parameter], Rate, Beta1, Beta2, Epsilon, Decay, amsgrad, maximize);
        double[] expected = [1, -2], mean = [0, 0], square = [0, 0], largest = [0, 0];

        for (var step = 1; step <= 5; step++)
        {
            optimizer.zero_grad();
            (parameter * parameter * tensor([1.0, 3.0 / step])).sum().backward();
            optimizer.step();

            for (var i = 0; i < 2; i++)
            {
                var grad = 2 * expected[i] * (i == 0 ? 1 : 3.0 / step) * (maximize ? -1 : 1);
                mean[i] = (Beta1 * mean[i]) + ((1 - Beta1) * grad);
                square[i] = (Beta2 * square[i]) + ((1 - Beta2) * grad * grad);
                largest[i] = Math.Max(largest[i], square[i]);
                var deviation = Math.Sqrt((amsgrad ? largest[i] : square[i]) / (1 - Math.Pow(Beta2, step))) + Epsilon;
                expected[i] = (expected[i] * (1 - (Rate * Decay))) - (Rate * mean[i] / (1 - Math.Pow(Beta1, step)) / deviation);
            }
        }

        Assert.Equal(expected[0], parameter.data<double>()[0], 1e-9);
        Assert.Equal(expected[1], parameter.data<double>()[1], 1e-9);
    }

    [TorchFact]
    public void A_parameter_without_a_gradient_stays()
    {
        using var parameter = nn.Parameter(ones(1, 1));
        using var optimizer = optim.AdamW([parameter], weight_decay: 0.5);

        optimizer.step();

        Assert.Equal(1, parameter.item<float>());
    }

    [TorchFact]
    public void A_closure_gives_the_gradients_and_its_loss_comes_back()
    {
        using var parameter = nn.Parameter(ones(1, 1));
        using var optimizer = optim.AdamW([parameter], lr: 0.5);

        using var still = no_grad();
        var loss = optimizer.step(() =>
        {
            var value = (parameter * 3.0).sum();
            value.backward();
            return value;
        });

        Assert.Equal(3, loss!.item<float>());
        Assert.Equal(0.5, parameter.item<float>(), 1e-5);
    }

    [TorchFact]
    public void A_schedule_sets_the_rate_from_the_first_step_on()
    {
        using var parameter = nn.Parameter(ones(1, 1));
        using var optimizer = optim.AdamW([parameter], lr: 0.5);

        var schedule = optim.lr_scheduler.LambdaLR(optimizer, step => 1.0 / (step + 1));
        var rates = new List<double> { schedule.get_last_lr().Single() };
        for (var i = 0; i < 3; i++)
        {
            schedule.step();
            rates.Add(optimizer.ParamGroups.Single().LearningRate);
        }

        Assert.Equal([0.5, 0.5 / 2, 0.5 / 3, 0.5 / 4], rates);
    }
}
