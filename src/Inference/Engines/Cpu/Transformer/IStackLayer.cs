namespace Seq2SeqService.Inference.Engines.Cpu.Transformer;

/// <summary>What the layers of every stack have in common: a way in and a way out for a row.</summary>
internal interface IStackLayer
{
    /// <summary>Makes a row of the stream ready for the layer.</summary>
    void Enter(Workspace room, int row);

    /// <summary>Brings what the layer's last sublayer made of a row into the stream.</summary>
    void Leave(Workspace room, int row);
}
