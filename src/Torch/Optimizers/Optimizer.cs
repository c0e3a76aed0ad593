namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimizers and their schedules.</summary>
    public static partial class optim
    {
        /// <summary>Changes parameters by their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            private protected Optimizer()
            {
            }

            /// <summary>The learning rates that a schedule may set.</summary>
            public abstract IEnumerable<ILearningRateController> ParamGroups { get; }

            /// <summary>One update; with a closure, of the gradients that it leaves, and its loss is returned.</summary>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            /// <summary>Sets the gradients to zero.</summary>
            public abstract void zero_grad();

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected abstract void Dispose(bool disposing);
        }

        /// <summary>A learning rate in the hands of a schedule.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            /// <summary>The rate that a schedule multiplies.</summary>
            double InitialLearningRate { get; set; }
        }
    }
}
