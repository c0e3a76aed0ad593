using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Output;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>
/// One step of all rows of a state, in one task of the crew: the decoder's own layers, the weights of the source's tokens where they are
/// asked for, and the output layer.
/// </summary>
/// <param name="parts">How many sets of attention weights a step has for each row: heads × layers; 0 without attention.</param>
internal abstract class StepDecoder<TState>(ModelConfig config, WeightReader reader, CpuRuntime runtime, int parts) : ICrewTask
    where TState : class, ICpuState
{
    private readonly OutputLayer _output = new(runtime, OutputMatrix.Read(config, reader));
    private readonly Stack<TState> _spare = [];
    private TState? _state;
    private StepInput? _stepInput;
    private StepOutput? _stepOutput;

    /// <summary>Takes the weights of each row while <see cref="Advance"/> computes them.</summary>
    protected AttentionTrace Attention { get; } = new(parts);

    /// <summary>An empty state; one that was disposed is used again, with the room that it had grown to.</summary>
    public TState NewState() => _spare.TryPop(out var spare) ? spare : MakeState();

    /// <summary>Takes a state that was disposed.</summary>
    public void Return(TState state) => _spare.Push(state);

    /// <summary>Feeds one token to every row and finds the best of its next tokens.</summary>
    public void Step(TState state, StepInput input, StepOutput output)
    {
        StepGuard.Check(input, state.Rows, config.VocabularySize);
        output.Reserve(state.Rows, input.Candidates);
        (output.Attention, output.Alignment) = ([], []);
        if (state.Rows == 0)
            return;

        Prepare(state);
        Attention.Begin(state, input, output);
        _output.Reserve(state, input.Candidates);
        runtime.ReserveRows(state.Rows);
        (_state, _stepInput, _stepOutput) = (state, input, output);
        runtime.Crew.Run(this);
        (_state, _stepInput, _stepOutput) = (null, null, null);
    }

    void ICrewTask.Work(CrewMember me)
    {
        var hidden = Advance(me, _state!, _stepInput!.Tokens);               // [N, D]
        Attention.Mean(me, _state!, _stepOutput!);
        _output.Search(me, hidden, _stepInput, _stepOutput!);
    }

    protected abstract TState MakeState();

    /// <summary>Makes room for a step of the state's rows, or refuses it with the state as it was; called before the crew starts.</summary>
    protected abstract void Prepare(TState state);

    /// <summary>From each row's token to the output layer's input, [N, D].</summary>
    protected abstract Rows Advance(CrewMember me, TState state, int[] tokens);
}
