using Distill.Models.Units;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// First weights of a narrow perceptron: those of some of the units of a wider one of as many layers, its teacher as a rule.
/// In each hidden layer k of n units are drawn at random, and the weights out of them are scaled by n/k, so that what a unit
/// receives is, in the mean over draws, what it received before. A net that was trained with dropout (the paper's teacher, section 3)
/// was asked to answer well with units missing in this very way: such a student starts near the teacher, with all that the
/// teacher's first layers have seen, and distillation mends what the missing units did.
/// </summary>
public static class InheritedUnits
{
    /// <summary>What keeps one architecture from starting with units of another, one sentence each; empty when nothing does.</summary>
    /// <param name="wide">The model with the units.</param>
    /// <param name="narrow">The model that shall have some of them.</param>
    public static IEnumerable<string> Problems(ModelSpec wide, ModelSpec narrow)
    {
        ArgumentNullException.ThrowIfNull(wide);
        ArgumentNullException.ThrowIfNull(narrow);
        if (wide.Network is not MlpSpec { Widths: var from } || narrow.Network is not MlpSpec { Widths: var into })
        {
            yield return "units are inherited by perceptrons (mlp) from perceptrons alone";
            yield break;
        }

        if (from.Count != into.Count || into.Zip(from).Any(pair => pair.First > pair.Second))
        {
            yield return $"its hidden layers are [{string.Join(", ", from)}] and those asked for [{string.Join(", ", into)}]: expected as many, none of them wider";
        }

        if (wide.Input != narrow.Input)
        {
            yield return $"it takes {wide.Input}, and the other {narrow.Input}";
        }

        if (wide.Classes != narrow.Classes)
        {
            yield return $"it has {wide.Classes} classes, and the other {narrow.Classes}";
        }

        if (!wide.Normalisation.Equals(narrow.Normalisation))
        {
            yield return "its inputs are normalised in another way";
        }
    }

    /// <summary>Overwrites the weights of <paramref name="narrow"/> with those of drawn units; layers of equal width are taken whole.</summary>
    /// <param name="wide">The model with the units, float32; it does not change.</param>
    /// <param name="narrow">The model that gets them, float32.</param>
    /// <param name="seed">Decides which units are drawn.</param>
    /// <exception cref="DistillException">The two do not fit; all reasons in one message.</exception>
    /// <exception cref="ArgumentException">A model has no specification, or is a bf16 working copy.</exception>
    public static void Draw(Classifier wide, Classifier narrow, long seed)
    {
        ArgumentNullException.ThrowIfNull(wide);
        ArgumentNullException.ThrowIfNull(narrow);
        if (wide.Spec is null || narrow.Spec is null || wide.Precision != Precision.F32 || narrow.Precision != Precision.F32)
        {
            throw new ArgumentException("units are inherited between float32 models with a specification");
        }

        if (Problems(wide.Spec, narrow.Spec).ToList() is { Count: > 0 } problems)
        {
            throw new DistillException($"{narrow.Spec.Description} cannot start from units of {wide.Spec.Description}: {string.Join("; ", problems)}.");
        }

        using var generator = new Generator(unchecked((ulong)seed));
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var layers = KeptUnits.Groups(wide).Zip(KeptUnits.Groups(narrow), (all, some) => (all.Units, Kept: some.Units, Reader: some.Slices.Single(slices => slices.Axis == 1).Tensor)).ToList();
        KeptUnits.Copy(wide, narrow, [.. layers.Select(layer => Drawn(layer.Units, layer.Kept, generator))]);
        var weights = narrow.Weights().ToDictionary(pair => pair.Name, pair => pair.Parameter, StringComparer.Ordinal);
        foreach (var (units, kept, reader) in layers)
        {
            weights[reader].copy_(weights[reader].Times((double)units / kept));
        }
    }

    // In their old order, so that a layer taken whole is the same layer.
    private static IReadOnlyList<long> Drawn(long all, long kept, Generator generator)
    {
        if (kept == all)
        {
            return [.. Enumerable.Range(0, (int)all).Select(unit => (long)unit)];
        }

        using var scope = NewDisposeScope();
        return randperm(all, generator: generator)[TensorIndex.Slice(0, kept)].sort().Values.data<long>().ToArray();
    }
}
