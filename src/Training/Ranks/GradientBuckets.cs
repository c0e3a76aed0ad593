#if !TORCH_PACKAGE
using System.Runtime.ExceptionServices;
using TorchSharp.Extras;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Ranks;

/// <summary>
/// Sums gradients in buckets while the backward pass is still under way (Li et al., 2020): parameters in the opposite order of their
/// registration, which is about the order in which their gradients come. A bucket leaves when it is full, and never before the one in front of it, so that
/// all processes send the same. The graph follows from the recipe alone: a parameter without a gradient has none in any process.
/// </summary>
internal sealed class GradientBuckets : IGradientSum
{
    private readonly ProcessGroup _group;
    private readonly IReadOnlyList<Bucket> _buckets;
    private readonly List<GradientHook> _hooks = [];
    private readonly Queue<Work> _underWay = [];
    private bool _isLast;
    private int _next;
    private ExceptionDispatchInfo? _failure;

    /// <param name="bytes">Size of a bucket; a larger parameter has one for itself.</param>
    public GradientBuckets(ProcessGroup group, IReadOnlyList<Parameter> parameters, long bytes)
    {
        _group = group;
        _buckets = [.. Cut([.. parameters.Reverse()], bytes).Select(held => new Bucket(held))];
        foreach (var bucket in _buckets)
        {
            foreach (var slot in bucket.Slots)
                _hooks.Add(new GradientHook(slot.Parameter, () => Come(bucket, slot)));
        }
    }

    public void Begin()
    {
        (_isLast, _next) = (true, 0);
        foreach (var bucket in _buckets)
            bucket.Missing = bucket.Slots.Count;
    }

    public void Finish()
    {
        _isLast = false;
        _failure?.Throw();
        using var still = no_grad();
        foreach (var bucket in _buckets.Skip(_next).ToList())
            Send(bucket);
        foreach (var bucket in _buckets)
        {
            using (var work = _underWay.Dequeue())
                work.Wait();
            bucket.Unpack();
        }
    }

    public void Dispose()
    {
        foreach (var hook in _hooks)
            hook.Dispose();
        foreach (var bucket in _buckets)
            bucket.Dispose();
    }

    /// <summary>Runs in the midst of the backward pass, through native code that no exception may cross.</summary>
    private void Come(Bucket bucket, Slot slot)
    {
        if (!_isLast)
            return;

        try
        {
            using var still = no_grad();
            Bucket.Pack(slot);
            bucket.Missing--;
            while (_next < _buckets.Count && _buckets[_next].Missing == 0)
                Send(_buckets[_next]);
        }
        catch (Exception error)
        {
            _failure ??= ExceptionDispatchInfo.Capture(error);
        }
    }

    private void Send(Bucket bucket)
    {
        _underWay.Enqueue(_group.AllReduce(bucket.Flat));
        _next++;
    }

    private static IEnumerable<IReadOnlyList<Parameter>> Cut(IReadOnlyList<Parameter> parameters, long bytes)
    {
        var (held, size) = (new List<Parameter>(), 0L);
        foreach (var parameter in parameters)
        {
            var more = parameter.numel() * sizeof(float);
            if (held.Count > 0 && size + more > bytes)
            {
                yield return held;
                (held, size) = ([], 0);
            }

            held.Add(parameter);
            size += more;
        }

        if (held.Count > 0)
            yield return held;
    }

    /// <summary>A parameter and its place in a bucket, in the parameter's shape.</summary>
    private sealed record Slot(Parameter Parameter, Tensor Place);

    private sealed class Bucket : IDisposable
    {
        public Bucket(IReadOnlyList<Parameter> parameters)
        {
            using var scope = NewDisposeScope();
            Flat = zeros([parameters.Sum(parameter => parameter.numel())], device: parameters[0].device).DetachFromDisposeScope();
            var (slots, start) = (new List<Slot>(), 0L);
            foreach (var parameter in parameters)
            {
                slots.Add(new Slot(parameter, Flat.narrow(0, start, parameter.numel()).view(parameter.shape).DetachFromDisposeScope()));
                start += parameter.numel();
            }

            Slots = slots;
        }

        public Tensor Flat { get; }

        public IReadOnlyList<Slot> Slots { get; }

        /// <summary>Gradients that have not come yet in this backward pass.</summary>
        public int Missing { get; set; }

        public static void Pack(Slot slot)
        {
            using var scope = NewDisposeScope();
            slot.Place.copy_(slot.Parameter.grad!);
        }

        public void Unpack()
        {
            using var scope = NewDisposeScope();
            foreach (var slot in Slots)
                slot.Parameter.grad?.copy_(slot.Place);
        }

        public void Dispose()
        {
            foreach (var slot in Slots)
                slot.Place.Dispose();
            Flat.Dispose();
        }
    }
}
#endif
