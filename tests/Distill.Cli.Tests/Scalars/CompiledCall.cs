namespace Distill.Cli.Tests.Scalars;

/// <summary>A call in a compiled method.</summary>
/// <param name="Offset">Where it stands in the method's body.</param>
/// <param name="Target">Type, name and types of the parameters of what is called.</param>
/// <param name="Returns">The type of the result; of a constructor the type itself.</param>
/// <param name="IsHeld">Whether the result goes straight into a variable that is disposed later, into a static field, or to the caller.</param>
internal sealed record CompiledCall(int Offset, string Target, string Returns, bool IsHeld);
