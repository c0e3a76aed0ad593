using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq2SeqService.Torch.Tests.Modules;

public sealed class ModuleTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [TorchFact]
    public void Fields_are_registered_under_their_names()
    {
        using var module = new Sample();

        Assert.Equal(
            ["gain", "first.weight", "first.bias", "rest.0.weight", "rest.0.bias", "rest.1.weight", "rest.1.bias"],
            module.named_parameters().Select(named => named.name));
        Assert.Equal([1, 2, 3], module.get_buffer("offsets").data<long>().ToArray());
        Assert.Contains("offsets", module.state_dict().Keys);
    }

    [TorchFact]
    public void A_shared_parameter_is_counted_once()
    {
        using var module = new Shared();

        Assert.Single(module.parameters());
        Assert.Equal(["one.weight", "two.weight"], module.state_dict().Keys);
    }

    [TorchFact]
    public void Train_and_eval_reach_every_part()
    {
        using var module = new Sample();

        module.eval();
        Assert.All(module.named_children(), child => Assert.False(child.module.training));

        module.train();
        Assert.All(module.named_children(), child => Assert.True(child.module.training));
    }

    [TorchFact]
    public void A_module_comes_back_from_its_file()
    {
        using var first = new Sample();
        using var second = new Sample();
        var loaded = new Dictionary<string, bool>();
        using var file = new TemporaryFile();

        first.save(file.Path);
        second.load(file.Path, loadedParameters: loaded);

        foreach (var (name, tensor) in first.state_dict())
            Assert.Equal(tensor.bytes.ToArray(), second.state_dict()[name].bytes.ToArray());
        Assert.All(loaded.Values, Assert.True);
        Assert.Equal(8, loaded.Count);
    }

    [TorchFact]
    public void A_file_of_another_module_is_refused()
    {
        using var linear = nn.Linear(2, 3);
        using var wider = nn.Linear(2, 4);
        using var without = nn.Linear(2, 3, hasBias: false);
        using var file = new TemporaryFile();
        linear.save(file.Path);

        Assert.Contains("[3, 2]", Assert.Throws<ArgumentException>(() => wider.load(file.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("'bias'", Assert.Throws<ArgumentException>(() => without.load(file.Path)).Message, StringComparison.Ordinal);
        without.load(file.Path, strict: false);
        without.load(file.Path, skip: ["bias"]);
        Assert.Equal(linear.weight.data<float>().ToArray(), without.weight.data<float>().ToArray());
    }

    [TorchFact]
    public void A_damaged_file_is_refused_before_memory_is_taken()
    {
        using var linear = nn.Linear(2, 3);
        using var file = new TemporaryFile();
        linear.save(file.Path);
        var bytes = File.ReadAllBytes(file.Path);

        File.WriteAllBytes(file.Path, bytes[..^4]);
        Assert.Throws<InvalidDataException>(() => linear.load(file.Path));

        bytes["\u0002\u0006weight\u0006".Length] = 0x7f;                                   // dimensions of the first tensor
        File.WriteAllBytes(file.Path, bytes);
        Assert.Throws<InvalidDataException>(() => linear.load(file.Path));
    }

    [TorchFact]
    public void A_new_weight_takes_the_place_of_the_old_one()
    {
        using var linear = nn.Linear(2, 2, hasBias: false);
        var old = linear.weight;

        linear.weight = nn.Parameter(ones(2, 2));

        Assert.True(old.IsInvalid);
        Assert.Equal(linear.weight, Assert.Single(linear.parameters()));
        Assert.Equal(2, linear.forward(ones(1, 2)).max().item<float>());
    }

    private sealed class Sample : nn.Module
    {
        private readonly Parameter gain = nn.Parameter(ones(2, 2));
        private readonly Tensor offsets = tensor([1L, 2, 3]);
        private readonly Linear first = nn.Linear(2, 3);
        private readonly ModuleList<Linear> rest = nn.ModuleList(nn.Linear(3, 3), nn.Linear(3, 1));

        public Sample()
            : base(nameof(Sample)) => RegisterComponents();

        public Tensor Forward(Tensor x) => rest[1].forward(rest[0].forward(first.forward(x.matmul(gain) + offsets[0])));
    }

    private sealed class Shared : nn.Module
    {
        public Shared()
            : base(nameof(Shared))
        {
            var one = nn.Linear(2, 2, hasBias: false);
            register_module("one", one);
            register_module("two", one);
        }
    }

    private sealed class TemporaryFile : IDisposable
    {
        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
