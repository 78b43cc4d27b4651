using System.Reflection.Emit;

namespace Distill.Cli.Tests.Scalars;

/// <summary>One instruction of a method's body.</summary>
/// <param name="Offset">Where it starts in the body.</param>
/// <param name="OpCode">What it does.</param>
/// <param name="Token">The metadata token that it names; 0 where it names none.</param>
/// <param name="Local">The local variable that it loads or stores; −1 where it does neither.</param>
internal readonly record struct Instruction(int Offset, OpCode OpCode, int Token, int Local)
{
    public bool Loads => OpCode.Name!.StartsWith("ldloc", StringComparison.Ordinal) && Local >= 0;

    public bool Stores => OpCode.Name!.StartsWith("stloc", StringComparison.Ordinal);

    /// <summary>Whether it calls a method, makes an object, or points at a method, as a delegate does.</summary>
    public bool NamesMethod => OpCode.OperandType == OperandType.InlineMethod;
}
