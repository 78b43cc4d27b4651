using System.Globalization;
using System.Runtime.CompilerServices;
using Distill.Runs;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.TorchScript.Archive;

/// <summary>Takes the tensor that a model's user wants from what its <c>forward</c> returns.</summary>
internal static class ScriptOutput
{
    /// <summary>The one tensor, or that of the given place in a tuple or list; the others are disposed.</summary>
    /// <param name="answer">What TorchSharp made of the return value.</param>
    /// <param name="place">Its place from 0; null where there is one tensor.</param>
    /// <param name="teacher">For messages.</param>
    /// <exception cref="DistillException">There is no such tensor, or more than one and no place.</exception>
    public static Tensor Take(object? answer, string? place, string teacher)
    {
        if (answer is Tensor only)
        {
            return place is null or "0" ? only : throw Wrong(teacher, $"one tensor, and no output '{place}'", [only]);
        }

        var parts = Parts(answer);
        var tensors = parts.OfType<Tensor>().ToList();
        var chosen = place is null
            ? tensors.Count == 1 ? tensors[0] : throw Wrong(teacher, $"{Shown(parts)}; say with {ForeignRemedy.Output} the place of its logits", tensors)
            : int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < parts.Count && parts[index] is Tensor tensor
                ? tensor
                : throw Wrong(teacher, $"{Shown(parts)}, and {ForeignRemedy.Output} is '{place}'; expected the place of a tensor there", tensors);
        tensors.Where(tensor => !ReferenceEquals(tensor, chosen)).ToList().ForEach(tensor => tensor.Dispose());
        return chosen;
    }

    private static IReadOnlyList<object?> Parts(object? answer) => answer switch
    {
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(index => tuple[index])],
        Array list => [.. list.Cast<object?>()],
        _ => [answer],
    };

    private static string Shown(IReadOnlyList<object?> parts) =>
        $"{parts.Count} values: " + string.Join(", ", parts.Select((part, place) => part is Tensor tensor ? $"{place}: [{string.Join(", ", tensor.shape)}]" : $"{place}: no tensor"));

    private static DistillException Wrong(string teacher, string what, List<Tensor> tensors)
    {
        var error = new DistillException($"The teacher {teacher} answers with {what}.", ForeignRemedy.Output);
        tensors.ForEach(tensor => tensor.Dispose());
        return error;
    }
}
