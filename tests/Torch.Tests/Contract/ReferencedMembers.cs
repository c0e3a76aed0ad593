using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Seq2SeqService.Torch.Tests.Contract;

/// <summary>What a compiled assembly uses of another one, read from its metadata without loading it.</summary>
internal sealed class ReferencedMembers
{
    private readonly MetadataReader _reader;
    private readonly string _library;
    private readonly TypeSpeller _speller = new();

    private ReferencedMembers(MetadataReader reader, string library) => (_reader, _library) = (reader, library);

    public static IReadOnlySet<string> Of(string assemblyPath, string library)
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        return new ReferencedMembers(file.GetMetadataReader(), library).Read().ToHashSet(StringComparer.Ordinal);
    }

    private IEnumerable<string> Read()
    {
        foreach (var handle in _reader.TypeReferences)
        {
            if (IsOfLibrary(handle))
                yield return Spelling.Type(_speller.GetTypeFromReference(_reader, handle, 0));
        }

        foreach (var handle in _reader.MemberReferences)
        {
            var member = _reader.GetMemberReference(handle);
            if (DeclaringType(member.Parent) is { } type)
                yield return Spell(member, type);
        }
    }

    private string Spell(MemberReference member, string type)
    {
        var name = _reader.GetString(member.Name);
        if (member.GetKind() == MemberReferenceKind.Field)
            return Spelling.Field(type, name, member.DecodeFieldSignature(_speller, null));

        var signature = member.DecodeMethodSignature(_speller, null);
        return Spelling.Method(type, name, signature.ParameterTypes, signature.ReturnType);
    }

    /// <summary>The type, without its arguments, if the library declares it.</summary>
    private string? DeclaringType(EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference && IsOfLibrary((TypeReferenceHandle)parent))
            return _speller.GetTypeFromReference(_reader, (TypeReferenceHandle)parent, 0);
        if (parent.Kind != HandleKind.TypeSpecification)
            return null;

        // A generic type with its arguments: GENERICINST, CLASS or VALUETYPE, the type (ECMA-335, II.23.2.14).
        var blob = _reader.GetBlobReader(_reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        blob.ReadCompressedInteger();
        var definition = blob.ReadTypeHandle();
        return definition.Kind == HandleKind.TypeReference && IsOfLibrary((TypeReferenceHandle)definition)
            ? _speller.GetTypeFromReference(_reader, (TypeReferenceHandle)definition, 0)
            : null;
    }

    private bool IsOfLibrary(TypeReferenceHandle handle)
    {
        var scope = _reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsOfLibrary((TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => _reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) == _library,
            _ => false,
        };
    }
}
