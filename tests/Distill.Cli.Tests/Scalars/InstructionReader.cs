using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Distill.Cli.Tests.Scalars;

/// <summary>Takes the body of a compiled method apart into its instructions.</summary>
internal static class InstructionReader
{
    private const int TwoBytes = 0xFE;

    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value & 0xFFFF);

    /// <summary>All but those that do nothing.</summary>
    public static IReadOnlyList<Instruction> Read(BlobReader body)
    {
        var instructions = new List<Instruction>();
        while (body.RemainingBytes > 0)
        {
            var offset = body.Offset;
            int first = body.ReadByte();
            var code = Codes[first == TwoBytes ? (TwoBytes << 8) | body.ReadByte() : first];
            var instruction = Operand(ref body, offset, code);
            if (code != OpCodes.Nop)
            {
                instructions.Add(instruction);
            }
        }

        return instructions;
    }

    private static Instruction Operand(ref BlobReader body, int offset, OpCode code)
    {
        switch (code.OperandType)
        {
            case OperandType.InlineNone:
                return new Instruction(offset, code, 0, LocalInName(code));
            case OperandType.ShortInlineVar:
                return new Instruction(offset, code, 0, body.ReadByte());
            case OperandType.InlineVar:
                return new Instruction(offset, code, 0, body.ReadUInt16());
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI:
                body.ReadByte();
                return new Instruction(offset, code, 0, -1);
            case OperandType.InlineI8 or OperandType.InlineR:
                body.ReadInt64();
                return new Instruction(offset, code, 0, -1);
            case OperandType.InlineSwitch:
                var targets = body.ReadInt32();
                body.Offset += sizeof(int) * targets;
                return new Instruction(offset, code, 0, -1);
            default:
                return new Instruction(offset, code, body.ReadInt32(), -1);
        }
    }

    // ldloc.0 to stloc.3 carry the number in their names.
    private static int LocalInName(OpCode code) =>
        code.Name is { } name && name.Contains("loc.", StringComparison.Ordinal) && char.IsAsciiDigit(name[^1]) ? name[^1] - '0' : -1;
}
