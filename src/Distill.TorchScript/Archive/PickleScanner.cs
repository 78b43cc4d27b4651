using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Distill.Runs;

namespace Distill.TorchScript.Archive;

/// <summary>
/// Follows a pickle of a TorchScript archive without making anything of it: every instruction must be one that PyTorch
/// writes there, on operands of the right kind, and every tensor must lie inside its file. Nothing is looked up, imported
/// or called.
/// </summary>
internal sealed class PickleScanner
{
    private const int Deepest = 500;
    private const int MostDimensions = 64;

    private static readonly PickleValue Plain = new(PickleKind.Plain) { IsShared = true };

    private static readonly Dictionary<string, int> Widths = new(StringComparer.Ordinal)
    {
        ["torch DoubleStorage"] = 8,
        ["torch FloatStorage"] = 4,
        ["torch HalfStorage"] = 2,
        ["torch BFloat16Storage"] = 2,
        ["torch LongStorage"] = 8,
        ["torch IntStorage"] = 4,
        ["torch ShortStorage"] = 2,
        ["torch CharStorage"] = 1,
        ["torch ByteStorage"] = 1,
        ["torch BoolStorage"] = 1,
    };

    private readonly PickleInput input;
    private readonly Func<string, long> storageLength;
    private readonly List<PickleValue> stack = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<uint, PickleValue> memo = [];

    private PickleScanner(PickleInput input, Func<string, long> storageLength) => (this.input, this.storageLength) = (input, storageLength);

    /// <summary>Checks a pickle.</summary>
    /// <param name="bytes">All of it.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <param name="storageLength">Bytes of the tensors of that key, or −1 where the archive has none.</param>
    /// <returns>The class of the object that it holds, or an empty text.</returns>
    /// <exception cref="DistillException">It is not what PyTorch writes.</exception>
    public static string Check(byte[] bytes, string source, Func<string, long> storageLength) =>
        new PickleScanner(new PickleInput(bytes, source), storageLength).Run();

    private string Run()
    {
        Expect(input.Length >= 2 && input.Take(2) is [0x80, 2], "it does not begin as a pickle of protocol 2");
        while (true)
        {
            var code = input.Take(1)[0];
            if (code == '.')
            {
                Expect(stack.Count == 1 && marks.Count == 0 && input.AtEnd, "its end is not where it should be");
                return stack[0].Kind == PickleKind.Object ? stack[0].Text : "";
            }

            Step(code);
        }
    }

    private void Step(byte code)
    {
        switch ((char)code)
        {
            case 'N' or '\u0088' or '\u0089':
                Push(Plain);
                break;
            case 'G':
                input.Take(8);
                Push(Plain);
                break;
            case 'K':
                PushInteger(input.Take(1)[0]);
                break;
            case 'M':
                PushInteger(BinaryPrimitives.ReadUInt16LittleEndian(input.Take(2)));
                break;
            case 'J':
                PushInteger(BinaryPrimitives.ReadInt32LittleEndian(input.Take(4)));
                break;
            case '\u008A':
                PushInteger(input.LongInteger());
                break;
            case 'X':
                PushText(BinaryPrimitives.ReadUInt32LittleEndian(input.Take(4)));
                break;
            case 'c':
                Push(new(PickleKind.Global) { Text = $"{input.Line()} {input.Line()}" });
                break;
            case ')':
                PushTuple(0);
                break;
            case '\u0085' or '\u0086' or '\u0087':
                PushTuple(code - 0x84);
                break;
            case 't':
                PushTuple(stack.Count - PopMark());
                break;
            case ']':
                Push(new(PickleKind.List));
                break;
            case '}':
                Push(new(PickleKind.Dictionary));
                break;
            case '(':
                marks.Add(stack.Count);
                break;
            case 'a' or 'e':
                Fill(PickleKind.List, code == 'a' ? 1 : stack.Count - PopMark(), 1);
                break;
            case 's' or 'u':
                Fill(PickleKind.Dictionary, code == 's' ? 2 : stack.Count - PopMark(), 2);
                break;
            case 'q' or 'r':
                memo[code == 'q' ? input.Take(1)[0] : BinaryPrimitives.ReadUInt32LittleEndian(input.Take(4))] = Top();
                break;
            case 'h' or 'j':
                Expect(memo.TryGetValue(code == 'h' ? input.Take(1)[0] : BinaryPrimitives.ReadUInt32LittleEndian(input.Take(4)), out var kept), "it uses a value that it does not have");
                kept!.IsShared = true;
                Push(kept);
                break;
            case 'Q':
                PushStorage(Pop(PickleKind.Tuple).Items);
                break;
            case '\u0081':
                MakeObject();
                break;
            case 'b':
                Build();
                break;
            case 'R':
                Call();
                break;
            default:
                Expect(false, $"it holds the instruction {code:x2} at byte {input.Position - 1}, which PyTorch does not write");
                break;
        }
    }

    private void PushStorage(IReadOnlyList<PickleValue> parts)
    {
        Expect(
            parts is [{ Kind: PickleKind.Text, Text: "storage" }, { Kind: PickleKind.Global }, { Kind: PickleKind.Text }, { Kind: PickleKind.Text }, { Kind: PickleKind.Integer }],
            "a tensor's storage is damaged");
        Expect(Widths.TryGetValue(parts[1].Text, out var width), $"a tensor is of the type '{Shown(parts[1].Text)}'; expected floats, integers or booleans that are not quantised");
        var (count, length) = (parts[4].Number, storageLength(parts[2].Text));
        Expect(length >= 0, $"the file of the tensor '{Shown(parts[2].Text)}' is missing");
        Expect(count >= 0 && count <= length / width, $"a tensor claims {count} elements of {width} bytes, and its file has {length} bytes");
        Push(new(PickleKind.Storage) { Number = count });
    }

    private void MakeObject()
    {
        var arguments = Pop(PickleKind.Tuple);
        var name = Pop(PickleKind.Global).Text;
        Expect(arguments.Items.Count == 0 && name.StartsWith("__torch__", StringComparison.Ordinal), $"it makes an object of '{Shown(name)}'");
        Push(new(PickleKind.Object) { Text = name });
    }

    private void Build()
    {
        var state = Pop();
        var target = Top();
        Expect(target.Kind == PickleKind.Object && !target.IsShared, "it fills something that is no new object");
        Contain(target, state);
    }

    private void Call()
    {
        var arguments = Pop(PickleKind.Tuple).Items;
        var name = Pop(PickleKind.Global).Text;
        switch (name)
        {
            case "torch._utils _rebuild_tensor_v2":
                CheckTensor(arguments);
                Push(new(PickleKind.Tensor));
                break;
            case "collections OrderedDict" when arguments.Count == 0:
                Push(new(PickleKind.Dictionary));
                break;
            case "torch.jit._pickle build_intlist" or "torch.jit._pickle build_doublelist" or "torch.jit._pickle build_boollist"
                or "torch.jit._pickle build_tensorlist" when arguments is [{ Kind: PickleKind.List }]:
                Push(arguments[0]);
                break;
            case "torch.jit._pickle restore_type_tag" when arguments is [{ Kind: PickleKind.List or PickleKind.Dictionary }, { Kind: PickleKind.Text }]:
                Push(arguments[0]);
                break;
            case "torch device" when arguments is [{ Kind: PickleKind.Text }]:
                Push(Plain);
                break;
            default:
                Expect(false, $"it calls '{Shown(name)}', or with what does not belong there");
                break;
        }
    }

    private void CheckTensor(IReadOnlyList<PickleValue> parts)
    {
        Expect(
            parts is [{ Kind: PickleKind.Storage }, { Kind: PickleKind.Integer }, { Kind: PickleKind.Tuple }, { Kind: PickleKind.Tuple }, { Kind: PickleKind.Plain }, { Kind: PickleKind.Dictionary }],
            "a tensor is damaged");
        var (sizes, strides) = (parts[2].Items, parts[3].Items);
        Expect(
            sizes.Count == strides.Count && sizes.Count <= MostDimensions && sizes.Concat(strides).All(number => number is { Kind: PickleKind.Integer, Number: >= 0 }),
            "the sizes of a tensor are damaged");
        (Int128 last, Int128 count) = (parts[1].Number, 1);
        for (var side = 0; side < sizes.Count; side++)
        {
            count *= sizes[side].Number;
            last += (Int128)Math.Max(0, sizes[side].Number - 1) * strides[side].Number;
            Expect(count <= long.MaxValue && last <= long.MaxValue, "a tensor is too large");
        }

        Expect(parts[1].Number >= 0 && (count == 0 || last < parts[0].Number), "a tensor reaches beyond its storage");
        // Strides of 0 would make a few bytes into a tensor of any size.
        Expect(count <= Math.Max(parts[0].Number, 1), "a tensor has more elements than its storage");
    }

    private void Fill(PickleKind kind, int count, int step)
    {
        Expect(count >= 0 && count % step == 0 && stack.Count - count > (marks.Count > 0 ? marks[^1] : 0), "it puts values where there are none");
        var target = stack[^(count + 1)];
        Expect(target.Kind == kind && !target.IsShared, "it fills something that is no new list or dictionary");
        foreach (var value in stack.GetRange(stack.Count - count, count))
        {
            Contain(target, value);
        }

        stack.RemoveRange(stack.Count - count, count);
    }

    private void Contain(PickleValue outer, PickleValue inner)
    {
        inner.IsShared = true;
        outer.Depth = Math.Max(outer.Depth, inner.Depth + 1);
        Expect(outer.Depth <= Deepest, $"it nests values more than {Deepest} deep");
    }

    private void PushTuple(int count)
    {
        Expect(count >= 0 && stack.Count - (marks.Count > 0 ? marks[^1] : 0) >= count, "it takes values that are not there");
        var tuple = new PickleValue(PickleKind.Tuple) { Items = stack.GetRange(stack.Count - count, count) };
        foreach (var item in tuple.Items)
        {
            Contain(tuple, item);
        }

        stack.RemoveRange(stack.Count - count, count);
        Push(tuple);
    }

    private void PushInteger(long number) => Push(new(PickleKind.Integer) { Number = number });

    private void PushText(uint length)
    {
        Expect(length <= input.Length, "a text in it is longer than itself");
        Push(new(PickleKind.Text) { Text = Encoding.UTF8.GetString(input.Take((int)length)) });
    }

    private void Push(PickleValue value) => stack.Add(value);

    private PickleValue Top()
    {
        Expect(stack.Count > (marks.Count > 0 ? marks[^1] : 0), "it takes values that are not there");
        return stack[^1];
    }

    private PickleValue Pop()
    {
        var value = Top();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private PickleValue Pop(PickleKind kind)
    {
        var value = Pop();
        Expect(value.Kind == kind, $"it holds a {value.Kind} where PyTorch writes a {kind}");
        return value;
    }

    private int PopMark()
    {
        Expect(marks.Count > 0, "it closes what it has not opened");
        var mark = marks[^1];
        marks.RemoveAt(marks.Count - 1);
        return mark;
    }

    private static string Shown(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private void Expect([DoesNotReturnIf(false)] bool condition, string otherwise) => input.Expect(condition, otherwise);
}
