using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Distill.Cli.Tests.Scalars;

/// <summary>Reads the methods of an assembly's file, and their lines from the .pdb beside it, without loading it.</summary>
internal sealed class CompiledAssembly : IDisposable
{
    private static readonly TypeNames Types = new();

    private readonly PEReader file;
    private readonly MetadataReader metadata;
    private readonly MetadataReaderProvider? symbols;

    public CompiledAssembly(string path)
    {
        file = new PEReader(File.OpenRead(path));
        metadata = file.GetMetadataReader();
        var symbolPath = Path.ChangeExtension(path, ".pdb");
        symbols = File.Exists(symbolPath) ? MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(symbolPath)) : null;
    }

    /// <summary>The methods that have a body.</summary>
    public IEnumerable<CompiledMethod> Methods() =>
        metadata.MethodDefinitions.Where(handle => metadata.GetMethodDefinition(handle).RelativeVirtualAddress != 0).Select(Method);

    /// <summary>Where a call is written, "file(line)" from the root of the checkout; the method's name where that is not known.</summary>
    public string Line(CompiledMethod method, CompiledCall call)
    {
        var points = symbols?.GetMetadataReader().GetMethodDebugInformation(method.Handle.ToDebugInformationHandle()).GetSequencePoints() ?? default;
        var point = points.LastOrDefault(point => !point.IsHidden && point.Offset <= call.Offset);
        return point.Document.IsNil ? method.Name : $"{PathOf(point.Document)}({point.StartLine})";
    }

    public void Dispose()
    {
        file.Dispose();
        symbols?.Dispose();
    }

    private CompiledMethod Method(MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        var code = InstructionReader.Read(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader());
        return new CompiledMethod(
            handle,
            Types.GetTypeFromDefinition(metadata, method.GetDeclaringType(), 0),
            Describe(handle).Name,
            metadata.StringComparer.Equals(method.Name, ConstructorInfo.ConstructorName),
            method.Attributes.HasFlag(MethodAttributes.Virtual),
            [.. Enumerable.Range(0, code.Count).Where(at => code[at].NamesMethod).Select(at => Call(code, at))]);
    }

    private CompiledCall Call(IReadOnlyList<Instruction> code, int at)
    {
        var (name, type, returns) = Describe(MetadataTokens.EntityHandle(code[at].Token));
        return new CompiledCall(code[at].Offset, name, code[at].OpCode == OpCodes.Newobj ? type : returns, IsHeld(code, at));
    }

    private bool IsHeld(IReadOnlyList<Instruction> code, int call)
    {
        var next = code[call + 1];
        return next.OpCode == OpCodes.Ret || next.OpCode == OpCodes.Stsfld
            || (next.Stores && Enumerable.Range(call + 2, code.Count - call - 3).Any(at => code[at].Loads && code[at].Local == next.Local && Disposes(code[at + 1])));
    }

    private bool Disposes(Instruction instruction) =>
        instruction.NamesMethod && Describe(MetadataTokens.EntityHandle(instruction.Token)).Name.EndsWith("::Dispose()", StringComparison.Ordinal);

    private string PathOf(DocumentHandle document)
    {
        var reader = symbols!.GetMetadataReader();
        return Path.GetRelativePath(Checkout.Root, reader.GetString(reader.GetDocument(document).Name)).Replace('\\', '/');
    }

    private (string Name, string Type, string Returns) Describe(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                return Describe(metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            case HandleKind.MethodDefinition:
                var method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return Described(Types.GetTypeFromDefinition(metadata, method.GetDeclaringType(), 0), method.Name, method.DecodeSignature(Types, null));
            default:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                return Described(Owner(member.Parent), member.Name, member.DecodeMethodSignature(Types, null));
        }
    }

    private (string Name, string Type, string Returns) Described(string type, StringHandle name, MethodSignature<string> signature) =>
        ($"{type}::{metadata.GetString(name)}({string.Join(", ", signature.ParameterTypes)})", type, signature.ReturnType);

    // A method of List<int> is described as one of List<T>.
    private string Owner(EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => Types.GetTypeFromReference(metadata, (TypeReferenceHandle)parent, 0),
        HandleKind.TypeDefinition => Types.GetTypeFromDefinition(metadata, (TypeDefinitionHandle)parent, 0),
        HandleKind.TypeSpecification => Types.GetTypeFromSpecification(metadata, null, (TypeSpecificationHandle)parent, 0).Split('<')[0],
        _ => "",
    };
}
