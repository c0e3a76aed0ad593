using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.States;

namespace Seq2SeqService.Inference.Engines.Cpu.Convolutional;

/// <summary>
/// Widths of a convolutional decoder, and what its rows remember: for each layer its newest k inputs, the oldest first, and behind all layers
/// the row's position (a whole number, which a float holds exactly up to 2²⁴).
/// </summary>
internal sealed record ConvShape(ModelConfig Config)
{
    public int Width => Config.Width;

    public int Channels => Config.DecoderHidden;

    /// <summary>Floats of one layer's window, k·H.</summary>
    public int Window => Config.DecoderKernel * Channels;

    public int AllWindows => Config.DecoderLayers * Window;

    public int StateFloats => AllWindows + 1;

    /// <summary>What a layer sees, [N, k·H].</summary>
    public Rows WindowOf(FloatState state, int layer) => state.All.Skip(layer * Window);

    /// <summary>The newest input of a layer, [N, H].</summary>
    public Rows NewestOf(FloatState state, int layer) => WindowOf(state, layer).Skip(Window - Channels);

    /// <summary>Where the row's next token stands.</summary>
    public int Position(FloatState state, int row) => (int)state.Floats(row)[AllWindows];

    /// <summary>Makes room for a row's next token: every window forgets its oldest input, and the newest are to be written.</summary>
    public void Advance(FloatState state, int row)
    {
        var floats = state.Floats(row);
        floats[Channels..AllWindows].CopyTo(floats);
        floats[AllWindows]++;
    }
}
