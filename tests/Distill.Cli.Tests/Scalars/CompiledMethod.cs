using System.Reflection.Metadata;

namespace Distill.Cli.Tests.Scalars;

/// <summary>A compiled method and what it calls.</summary>
/// <param name="Handle">Its place in the assembly.</param>
/// <param name="Type">The type that it belongs to.</param>
/// <param name="Name">Type, name and types of the parameters.</param>
/// <param name="IsConstructor">Whether it makes objects of its type.</param>
/// <param name="IsVirtual">Whether others may call it without knowing its type.</param>
/// <param name="Calls">What it calls, in order.</param>
internal sealed record CompiledMethod(
    MethodDefinitionHandle Handle, string Type, string Name, bool IsConstructor, bool IsVirtual, IReadOnlyList<CompiledCall> Calls);
