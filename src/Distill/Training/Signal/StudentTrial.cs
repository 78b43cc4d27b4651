using System.Runtime.InteropServices;
using Distill.Arithmetic;
using Distill.Models;
using Distill.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Training.Signal;

/// <summary>Tries a network of the caller's before it is trained: what is wrong with it is known by its weights and its first answers.</summary>
internal static class StudentTrial
{
    // Sums of probabilities in float32 come nearer; a student's logits do not come near.
    private const double SumTolerance = 1e-3;

    /// <summary>Looks at the weights and lets the network answer once.</summary>
    /// <param name="student">The student; its mode and its weights stay as they are.</param>
    /// <param name="raw">Raw inputs of some examples.</param>
    /// <returns>What may not be meant so, a sentence each.</returns>
    /// <exception cref="DistillException">It cannot be trained; the message says what to do.</exception>
    public static IReadOnlyList<string> Of(Classifier student, Tensor raw)
    {
        CheckWeights(student);
        // A network that was built from a specification answers as that says.
        return student.Spec is null ? Answer(student, raw) : [];
    }

    private static void CheckWeights(Classifier student)
    {
        var weights = student.Weights().ToList();
        if (weights.Count == 0)
        {
            throw Refused("the student's network has no weights. Register its layers: RegisterComponents() in the constructor of a module of your own");
        }

        if (weights.TrueForAll(pair => !pair.Parameter.requires_grad))
        {
            throw Refused(
                $"all {weights.Count} tensors of the student's weights are frozen (requires_grad is false). Call requires_grad_(true) on those that are to learn; "
                + "ModelTeacher freezes the network that it is given, so give the student one of its own");
        }

        if (student.Precision == Precision.F32 && student.State().FirstOrDefault(pair => pair.Value.is_floating_point() && pair.Value.dtype != ScalarType.Float32) is { Value: { } other } found)
        {
            throw Refused($"'{found.Name}' of the student is {other.dtype}, and training takes Float32. Call network.to(ScalarType.Float32), or make its layers with dtype: ScalarType.Float32");
        }
    }

    private static List<string> Answer(Classifier student, Tensor raw)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var evaluation = new EvaluationMode(student.Network);
        var inputs = student.Normalise(raw);
        var answer = Call(student, inputs);
        if (!answer.shape.SequenceEqual([raw.shape[0], student.Classes]))
        {
            throw Refused(
                $"the student's network answers {Shape(answer)} to {Shape(inputs)}, and {student.Classes} classes take [{raw.shape[0]}, {student.Classes}]. "
                + $"{(answer.dim() == 2 && answer.shape[0] == raw.shape[0] ? $"Give its last layer {student.Classes} outputs, or name as many classes as it has" : "End it with one number for each class")}");
        }

        if (!answer.is_floating_point())
        {
            throw Refused($"the student's network answers with {answer.dtype}; logits are real numbers. End it with its last linear layer");
        }

        return IsProbabilities(answer.cpu().to(ScalarType.Float64)) || student.Network.modules().LastOrDefault() is Softmax or Sigmoid
            ? ["The student's network answers with probabilities, as after a softmax, and the losses take logits. Leave its last activation out; it learns little with it."]
            : [];
    }

    private static Tensor Call(Classifier student, Tensor inputs)
    {
        try
        {
            return student.Network.call(inputs);
        }
        catch (Exception error) when (error is ExternalException or ArgumentException or InvalidOperationException)
        {
            var first = error.Message.Split('\n')[0];
            throw new DistillException(
                $"Training cannot start: the student's network does not take the examples, normalised Float32 {Shape(inputs)}: {first.TrimEnd('.')}. Make its first layers fit them.", error);
        }
    }

    private static bool IsProbabilities(Tensor answer)
    {
        var numbers = answer.data<double>().ToArray();
        var classes = (int)answer.shape[1];
        return classes > 1 && Array.TrueForAll(numbers, number => number >= 0)
            && numbers.Chunk(classes).All(row => Math.Abs(row.Sum() - 1) <= SumTolerance);
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";

    private static DistillException Refused(string problem) => new($"Training cannot start: {problem}.");
}
