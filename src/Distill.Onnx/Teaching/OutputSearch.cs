using Distill.Onnx.Inference;
using Distill.Runs;
using Distill.Teachers.Foreign;
using TensorElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace Distill.Onnx.Teaching;

/// <summary>Finds the logits, or else the probabilities, among what a model computes.</summary>
internal sealed class OutputSearch(OnnxFile file, IReadOnlyList<OnnxSlot> outputs)
{
    private static readonly TensorElementType[] Floats =
        [TensorElementType.Float, TensorElementType.Float16, TensorElementType.Double, TensorElementType.BFloat16];

    // What exporters call them, the most telling first.
    private static readonly string[] UsualNames = ["logits", "score", "probabilities", "output_probability", "probs"];

    private readonly GraphEnd end = new(file.Model.Graph);

    /// <param name="asked">The output that the user names; null leaves it to the graph.</param>
    /// <param name="kind">What the user says that it is; then it is taken as it is.</param>
    /// <param name="classes">How many classes the data have; null where there are no data.</param>
    /// <exception cref="DistillException">There is no such output, or several might be meant.</exception>
    public TeacherOutput Find(string? asked, OutputKind? kind, int? classes)
    {
        var name = asked is null ? Choose(classes) : Named(asked);
        if (end.BehindZipMap(name) is { } zipped)
        {
            var inner = kind is null ? end.BehindSoftmax(zipped.Name) : null;
            return inner is null
                ? new TeacherOutput(zipped.Name, kind, zipped.ClassNames, $"the probabilities behind the maps of '{name}'")
                : new TeacherOutput(inner, OutputKind.Logits, zipped.ClassNames, $"the logits behind the maps of '{name}'");
        }

        var names = end.ClassNamesOf(name);
        if (kind is not null)
        {
            return new TeacherOutput(name, kind, names, "as told");
        }

        if (end.BehindSoftmax(name) is { } logits)
        {
            return new TeacherOutput(logits, OutputKind.Logits, names, $"the logits behind the {end.LastOperator(name)} that makes '{name}'");
        }

        if (classes == 2 && end.BehindSigmoid(name) is { } score && end.Makes(score) && IsOfOneNumber(outputs.FirstOrDefault(output => output.Name == name)))
        {
            return new TeacherOutput(score, OutputKind.Logits, names, $"the logit behind the Sigmoid that makes '{name}'");
        }

        return end.BehindSigmoid(name) is { } scores
            ? throw new DistillException(
                $"{file.Path} ends in a Sigmoid: a probability for each class by itself, which do not sum to one. If its classes exclude each "
                + $"other all the same, say with {ForeignRemedy.OutputKind} that they are probabilities, which are then scaled to sum to one, or take with "
                + $"{ForeignRemedy.Output} the logits before the Sigmoid{(end.Makes(scores) ? $", '{scores}'" : "")}.",
                ForeignRemedy.OutputKind,
                ForeignRemedy.Output)
            : new TeacherOutput(name, null, names, "");
    }

    private string Named(string asked)
    {
        var known = outputs.Select(output => output.Name).ToList();
        return known.Contains(asked) || end.Makes(asked)
            ? asked
            : throw new DistillException(
                $"{file.Path} has no output '{asked}'; it has {string.Join(", ", outputs)}.{NearMiss.Question(asked, known)}");
    }

    private string Choose(int? classes)
    {
        var candidates = outputs.Where(output => (output.Type is { } type && Floats.Contains(type) && IsTable(output)) || end.BehindZipMap(output.Name) is not null).ToList();
        if (candidates.Count == 0 && classes is (null or 2))
        {
            candidates = [.. outputs.Where(output => output.Type is { } type && Floats.Contains(type) && IsOfOneNumber(output))];
        }

        Narrow(candidates, output => output.Dims.Count >= 2 && classes is not null && output.Dims[1] == classes);
        // Where logits and their softmax are both given, the logits.
        Narrow(candidates, output => candidates.Any(other => end.BehindSoftmax(other.Name) == output.Name));
        foreach (var usual in UsualNames)
        {
            Narrow(candidates, output => Plain(output.Name) == usual);
        }

        return candidates.Count switch
        {
            1 => candidates[0].Name,
            0 => throw new DistillException(
                $"{file.Path} gives {string.Join(", ", outputs)}, and none is a float tensor [batch, classes]. Export it with a classifier at its end, "
                + $"or name a value of its graph with {ForeignRemedy.Output}.",
                ForeignRemedy.Output),
            _ => throw new DistillException(
                $"{file.Path} gives {string.Join(", ", candidates)}; say with {ForeignRemedy.Output} which holds the classes.", ForeignRemedy.Output),
        };
    }

    private static void Narrow(List<OnnxSlot> candidates, Predicate<OnnxSlot> better)
    {
        if (candidates.Count > 1 && candidates.FindAll(better) is { Count: > 0 } fewer)
        {
            candidates.RemoveAll(candidate => !fewer.Contains(candidate));
        }
    }

    // ML.NET appends ".output" to the names of its columns.
    private static string Plain(string name) => (name.EndsWith(".output", StringComparison.Ordinal) ? name[..^7] : name).ToLowerInvariant();

    // Two classes by one number: [batch] or [batch, 1].
    private static bool IsOfOneNumber(OnnxSlot? output) => output is { Dims.Count: >= 1 } && output.Dims.Skip(1).All(dim => dim == 1);

    private static bool IsTable(OnnxSlot output) =>
        output.Dims.Count is 0 || (output.Dims.Count >= 2 && output.Dims[1] != 1 && output.Dims.Skip(2).All(dim => dim is null or 1));
}
