using Distill.Models.Networks;
using Distill.Onnx.Export.Writing;
using Distill.Onnx.Schema;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Strings;

/// <summary>Nodes before a student of texts that make what it takes of strings: bytes, or the rows of pieces.</summary>
internal static class StringInput
{
    /// <summary>Puts them before a student.</summary>
    /// <param name="model">The student, which takes <see cref="ValueNames.Text"/> or <see cref="ValueNames.Pieces"/>.</param>
    /// <param name="pieces">How it reads pieces; null where it takes bytes.</param>
    /// <param name="mostBytes">The bytes of a text that it reads.</param>
    public static void Add(ModelProto model, IPieceNetwork? pieces, int mostBytes)
    {
        var writer = new GraphWriter();
        var steps = new TextSteps(writer, ValueNames.Texts);
        var bytes = new TrimmedBytes(writer, steps, mostBytes).Write(ValueNames.Texts);
        if (pieces is null)
        {
            writer.Node("Cast", [bytes], ValueNames.Text, Attributes.Number("to", (long)DataType.Uint8));
        }
        else
        {
            var words = WordStrings.Write(writer, steps, new CharacterTable(pieces.Vocabulary!.Split(' '), pieces.Pieces().IsCased), bytes);
            new PieceNumbers(writer, steps, pieces).Write(words, steps.Slice(steps.Do("Shape", bytes), 0, 1), ValueNames.Pieces);
        }

        var graph = model.Graph;
        NodeProto[] nodes = [.. writer.Graph.Node, .. graph.Node];
        graph.Node.Clear();
        graph.Node.Add(nodes);
        graph.Initializer.Add(writer.Graph.Initializer);
        graph.Input.Clear();
        graph.Input.Add(GraphWriter.Value(ValueNames.Texts, DataType.String, []));
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = ExtensionNodes.Domain, Version = 1 });
    }

    /// <summary>
    /// Takes them off where a file has them: the verbs feed bytes and pieces themselves, and need no operators beyond those of ONNX Runtime.
    /// </summary>
    /// <returns>Whether the file had them.</returns>
    public static bool Remove(ModelProto model)
    {
        var graph = model.Graph;
        if (graph.Input is not [{ Name: ValueNames.Texts }] || !model.OpsetImport.Any(set => set.Domain == ExtensionNodes.Domain))
        {
            return false;
        }

        var taken = graph.Node.Any(node => node.Output.Contains(ValueNames.Pieces)) ? ValueNames.Pieces : ValueNames.Text;
        Keep(graph.Node, node => !node.Output.All(output => output == taken || IsOwn(output)));
        Keep(graph.Initializer, constant => !IsOwn(constant.Name));
        Keep(model.OpsetImport, set => set.Domain != ExtensionNodes.Domain);
        graph.Input.Clear();
        graph.Input.Add(taken == ValueNames.Text ? GraphWriter.Value(taken, DataType.Uint8, [-1]) : GraphWriter.Value(taken, DataType.Int64, [-2]));
        return true;
    }

    private static bool IsOwn(string name) => name.StartsWith($"{ValueNames.Texts}.", StringComparison.Ordinal);

    private static void Keep<T>(Google.Protobuf.Collections.RepeatedField<T> all, Func<T, bool> condition)
    {
        T[] kept = [.. all.Where(condition)];
        all.Clear();
        all.Add(kept);
    }
}
