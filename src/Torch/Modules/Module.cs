using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A part of a network. Fields that hold a parameter, a tensor (a buffer) or a module are registered under their names by
        /// <see cref="RegisterComponents"/>, called once, last in the constructor.
        /// </summary>
        public abstract partial class Module : IDisposable
        {
            private readonly string _name;
            private readonly List<(string Name, Parameter Parameter)> _parameters = [];
            private readonly List<(string Name, Tensor Buffer, bool Persistent)> _buffers = [];
            private readonly List<(string Name, Module Module)> _children = [];

            protected Module(string name) => _name = name;

            public bool training { get; private set; } = true;

            public string GetName() => _name;

            public virtual void train(bool on = true)
            {
                training = on;
                foreach (var (_, child) in _children)
                    child.train(on);
            }

            public void eval() => train(false);

            /// <summary>Every parameter once, those of this module first, with dotted names.</summary>
            public IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                Walk(recurse).SelectMany(part => part.Module._parameters.Select(p => (part.Prefix + p.Name, p.Parameter))).DistinctBy(p => p.Parameter);

            public IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(named => named.parameter);

            public IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true) =>
                Walk(recurse).SelectMany(part => part.Module._buffers.Select(b => (part.Prefix + b.Name, b.Buffer)));

            public IEnumerable<(string name, Module module)> named_children() => _children.Select(child => (child.Name, child.Module));

            /// <summary>Parameters and persistent buffers by name.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                foreach (var (path, module) in Walk(recurse: true))
                {
                    foreach (var (name, parameter) in module._parameters)
                        destination.TryAdd(Join(prefix, path + name), parameter);
                    foreach (var (name, buffer, _) in module._buffers.Where(buffer => buffer.Persistent))
                        destination.TryAdd(Join(prefix, path + name), buffer);
                }

                return destination;
            }

            public Tensor get_buffer(string target) => named_buffers().First(named => named.name == target).buffer;

            public virtual void register_buffer(string name, Tensor buffer, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(buffer);
                _buffers.RemoveAll(known => known.Name == name);
                _buffers.Add((name, buffer.DetachFromDisposeScope(), persistent));
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                _parameters.RemoveAll(known => known.Name == name);
                param.DetachFromDisposeScope();
                _parameters.Add((name, param));
            }

            public virtual void register_module(string name, Module submodule)
            {
                ArgumentNullException.ThrowIfNull(submodule);
                _children.RemoveAll(known => known.Name == name);
                _children.Add((name, submodule));
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                using var still = no_grad();
                using var scope = NewDisposeScope();
                foreach (var parameter in parameters())
                {
                    if (set_to_none)
                        parameter.grad = null;
                    else
                        parameter.grad?.zero_();
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                foreach (var (_, parameter) in _parameters)
                    parameter.Dispose();
                foreach (var (_, buffer, _) in _buffers)
                    buffer.Dispose();
                foreach (var (_, child) in _children)
                    child.Dispose();
            }

            protected void RegisterComponents()
            {
                foreach (var field in GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                {
                    switch (field.GetValue(this))
                    {
                        case Modules.Parameter parameter when _parameters.All(known => known.Name != field.Name):
                            register_parameter(field.Name, parameter);
                            break;
                        case Module module when _children.All(known => known.Name != field.Name):
                            register_module(field.Name, module);
                            break;
                        case Tensor tensor and not Modules.Parameter when _buffers.All(known => known.Name != field.Name):
                            register_buffer(field.Name, tensor);
                            break;
                    }
                }
            }

            internal void MoveTo(Device device)
            {
                using var scope = NewDisposeScope();
                foreach (var (_, module) in Walk(recurse: true))
                {
                    foreach (var (_, parameter) in module._parameters)
                        parameter.ReplaceData(parameter.detach().to(device));
                    foreach (var (_, buffer, _) in module._buffers)
                        buffer.ReplaceData(buffer.to(device));
                }
            }

            private IEnumerable<(string Prefix, Module Module)> Walk(bool recurse)
            {
                yield return ("", this);
                if (!recurse)
                    yield break;

                foreach (var (name, child) in _children)
                {
                    foreach (var (path, module) in child.Walk(recurse))
                        yield return ($"{name}.{path}", module);
                }
            }

            private static string Join(string? prefix, string name) => string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}";
        }

        /// <summary>A parameter that takes over <paramref name="data"/>.</summary>
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        public static ModuleList<T> ModuleList<T>(params T[] modules)
            where T : Module => new(modules);
    }

    public partial class Tensor
    {
        /// <summary>The wrapper stays, the native storage changes: how a module moves to a device.</summary>
        internal void ReplaceData(Tensor data)
        {
            Native.NativeMethods.Check(Native.NativeMethods.s2s_tensor_set_data(Handle, data.Handle));
            data.Dispose();
        }
    }
}

/// <summary>Moves of whole modules.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.Device device, bool non_blocking = false)
        where T : torch.nn.Module
    {
        ArgumentNullException.ThrowIfNull(module);
        module.MoveTo(device);
        return module;
    }
}
