using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
    public sealed class AdamW : Optimizer
    {
        private readonly List<Slot> _slots;
        private readonly Rate _rate;
        private readonly Coefficients _with;

        internal AdamW(IEnumerable<Parameter> parameters, double rate, Coefficients with)
        {
            (_rate, _with) = (new Rate { LearningRate = rate, InitialLearningRate = rate }, with);
            using var still = no_grad();
            _slots = [.. parameters.Select(parameter => new Slot(parameter, Zeros(parameter), Zeros(parameter), with.AmsGrad ? Zeros(parameter) : null))];
        }

        public override IEnumerable<ILearningRateController> ParamGroups => [_rate];

        public override Tensor? step(Func<Tensor>? closure = null)
        {
            Tensor? loss = null;
            if (closure is not null)
            {
                using var recorded = enable_grad();
                loss = closure();
            }

            using var still = no_grad();
            foreach (var slot in _slots)
            {
                using var scope = NewDisposeScope();
                if (slot.Parameter.grad is { } grad)
                    Update(slot, _with.Maximize ? -grad : grad);
            }

            return loss;
        }

        public override void zero_grad()
        {
            using var still = no_grad();
            using var scope = NewDisposeScope();
            foreach (var slot in _slots)
                slot.Parameter.grad?.zero_();
        }

        protected override void Dispose(bool disposing)
        {
            foreach (var slot in _slots)
            {
                slot.Mean.Dispose();
                slot.Square.Dispose();
                slot.Largest?.Dispose();
            }
        }

        private void Update(Slot slot, Tensor grad)
        {
            slot.Step++;
            slot.Parameter.mul_((Scalar)(1 - (_rate.LearningRate * _with.WeightDecay)));
            slot.Mean.mul_((Scalar)_with.Beta1).add_(grad, 1 - _with.Beta1);
            slot.Square.mul_((Scalar)_with.Beta2).addcmul_(grad, grad, 1 - _with.Beta2);
            if (slot.Largest is { } largest)
                largest.copy_(maximum(largest, slot.Square));

            var deviation = (slot.Largest ?? slot.Square).sqrt()
                .div_(Math.Sqrt(1 - Math.Pow(_with.Beta2, slot.Step)))
                .add_((Scalar)_with.Epsilon);
            slot.Parameter.addcdiv_(slot.Mean, deviation, -_rate.LearningRate / (1 - Math.Pow(_with.Beta1, slot.Step)));
        }

        private static Tensor Zeros(Parameter parameter) => zeros_like(parameter).DetachFromDisposeScope();

        internal sealed record Coefficients(double Beta1, double Beta2, double Epsilon, double WeightDecay, bool AmsGrad, bool Maximize);

        private sealed class Rate : ILearningRateController
        {
            public double LearningRate { get; set; }

            public double InitialLearningRate { get; set; }
        }

        private sealed record Slot(Parameter Parameter, Tensor Mean, Tensor Square, Tensor? Largest)
        {
            public int Step { get; set; }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static AdamW AdamW(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, new(beta1, beta2, eps, weight_decay, amsgrad, maximize));
        }
    }
}
