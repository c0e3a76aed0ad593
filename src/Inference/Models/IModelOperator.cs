namespace Seq2SeqService.Inference.Models;

/// <summary>What operators may do with the versions of a model. What cannot be done is a <see cref="ModelOperationException"/> and changes nothing.</summary>
public interface IModelOperator
{
    /// <summary>
    /// Brings a version of the store into service, an older or a refused one too; newer ones that are there now do not come by themselves any more.
    /// </summary>
    /// <param name="skipGate">Takes it whatever its sentinels say; it must still be whole and load.</param>
    Task<ModelStatus> ActivateAsync(string model, string version, bool skipGate, CancellationToken cancel);

    /// <summary>Ends a trial, or else goes back to the version that served before; the one left does not come back by itself.</summary>
    Task<ModelStatus> RollBackAsync(string model, CancellationToken cancel);

    /// <summary>Holds the version in service; a trial is ended.</summary>
    Task<ModelStatus> PinAsync(string model, CancellationToken cancel);

    /// <summary>Lets newer versions come again.</summary>
    Task<ModelStatus> UnpinAsync(string model, CancellationToken cancel);
}

/// <summary>Why an operator's wish was refused.</summary>
public enum ModelOperationFailure
{
    /// <summary>No model of the store has the name.</summary>
    UnknownModel,

    /// <summary>The model has no such version.</summary>
    UnknownVersion,

    /// <summary>It cannot be done as things stand; the message says why.</summary>
    NotPossible,
}

/// <summary>An operator's wish that was refused.</summary>
public sealed class ModelOperationException(ModelOperationFailure failure, string message) : Exception(message)
{
    public ModelOperationFailure Failure => failure;
}
