namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of the learning rate.</summary>
        public static class lr_scheduler
        {
            /// <summary>Sets an optimizer's learning rate from step to step.</summary>
            public abstract class LRScheduler
            {
                /// <summary>Moves on by one step.</summary>
                public abstract void step();

                /// <summary>The rates that were set last, one for each group.</summary>
                public abstract IEnumerable<double> get_last_lr();
            }

            /// <summary>Rate = initial rate · <paramref name="lr_lambda"/>(step); the first step is 0 and is set at once.</summary>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new Lambda(optimizer, lr_lambda, last_epoch, verbose);

            private sealed class Lambda : LRScheduler
            {
                private readonly List<ILearningRateController> _groups;
                private readonly Func<int, double> _factor;
                private readonly bool _verbose;
                private int _step;

                public Lambda(Optimizer optimizer, Func<int, double> factor, int lastStep, bool verbose)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    ArgumentNullException.ThrowIfNull(factor);
                    (_groups, _factor, _step, _verbose) = ([.. optimizer.ParamGroups], factor, lastStep, verbose);
                    if (lastStep == -1)
                        _groups.ForEach(group => group.InitialLearningRate = group.LearningRate);
                    step();
                }

                public override void step()
                {
                    _step++;
                    foreach (var group in _groups)
                        group.LearningRate = group.InitialLearningRate * _factor(_step);
                    if (_verbose)
                        Console.WriteLine($"Learning rate of step {_step}: {string.Join(", ", get_last_lr())}");
                }

                public override IEnumerable<double> get_last_lr() => _groups.Select(group => group.LearningRate);
            }
        }
    }
}
