using Distill.Models;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Specialists;

/// <summary>What makes a specialist of a generalist (section 5.2 of the paper).</summary>
public static class SpecialistModel
{
    /// <summary>
    /// A specialist before its first step: the generalist's weights, its outputs for the specialist's classes, and for the
    /// dustbin the mean output of all others, raised by the log of their number.
    /// </summary>
    /// <param name="generalist">Tells all classes apart.</param>
    /// <param name="sets">The classes of all specialists.</param>
    /// <param name="specialist">Which of them.</param>
    /// <returns>In training mode; the caller disposes it. Its classes are those of <see cref="SpecialistSource"/>.</returns>
    /// <exception cref="DistillException">The sets are of another number of classes, or the generalist has no specification.</exception>
    public static Classifier Start(Classifier generalist, ClassSets sets, int specialist)
    {
        ArgumentNullException.ThrowIfNull(generalist);
        ArgumentNullException.ThrowIfNull(sets);
        if (generalist.Spec is not { } spec)
        {
            throw new DistillException("A specialist cannot start from a network of the caller's, which cannot be rebuilt; give a model built from a specification.");
        }

        if (spec.Classes != sets.Classes)
        {
            throw new DistillException($"The generalist {spec.Description} has {spec.Classes} classes, and the specialists' sets are of {sets.Classes}.");
        }

        var own = sets[specialist].ToArray();
        var model = Classifier.Build(
            spec with { ClassNames = [.. own.Select(number => spec.ClassNames[number]), SpecialistSource.Dustbin] }, seed: 0);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var last = generalist.Weights().TakeLast(2).Select(pair => pair.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var ((name, mine), (_, theirs)) in model.State().Zip(generalist.State()))
        {
            mine.copy_(last.Contains(name) ? Outputs(theirs, own, raised: theirs.dim() == 1) : theirs);
        }

        return model;
    }

    /// <summary>
    /// Undoes what the training data did: they held half of the specialist's classes, and the world holds a share π. Adds
    /// log((1 − π)/π) to the logit of the dustbin, in the bias of the model.
    /// </summary>
    /// <param name="specialist">Trained on a <see cref="SpecialistView"/>.</param>
    /// <param name="ownShare">π, more than 0 and less than 1.</param>
    public static void CorrectDustbin(Classifier specialist, double ownShare)
    {
        ArgumentNullException.ThrowIfNull(specialist);
        RequireShare(ownShare);
        using var quiet = no_grad();
        using var dustbin = specialist.Weights().Last().Parameter.narrow(0, specialist.Classes - 1, 1);
        dustbin.Add(Math.Log((1 - ownShare) / ownShare));
    }

    /// <summary>
    /// The same for a specialist with a full softmax (section 6.1): adds log((1 − π)/π) to the logit of every class that is not
    /// its own, in the biases of the model.
    /// </summary>
    /// <param name="specialist">Trained on a <see cref="SpecialistView"/> of all classes.</param>
    /// <param name="sets">The classes of all specialists.</param>
    /// <param name="number">Which of them.</param>
    /// <param name="ownShare">π, more than 0 and less than 1.</param>
    public static void CorrectOthers(Classifier specialist, ClassSets sets, int number, double ownShare)
    {
        ArgumentNullException.ThrowIfNull(specialist);
        ArgumentNullException.ThrowIfNull(sets);
        RequireShare(ownShare);
        var change = new float[sets.Classes];
        Array.Fill(change, (float)Math.Log((1 - ownShare) / ownShare));
        foreach (var own in sets[number])
        {
            change[own] = 0;
        }

        using var quiet = no_grad();
        using var added = tensor(change, device: specialist.Device);
        specialist.Weights().Last().Parameter.Add(added);
    }

    private static void RequireShare(double ownShare)
    {
        if (ownShare is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ownShare), ownShare, "expected more than 0 and less than 1");
        }
    }

    // [classes, features] or [classes] to the rows of some classes, and one for all others.
    private static Tensor Outputs(Tensor all, int[] own, bool raised)
    {
        var others = Enumerable.Range(0, (int)all.shape[0]).Except(own).Select(number => (long)number).ToArray();
        var dustbin = all.index_select(0, tensor(others, device: all.device)).mean([0], keepdim: true);
        if (raised)
        {
            dustbin.Add(Math.Log(others.Length));
        }

        return cat([all.index_select(0, tensor(own.Select(number => (long)number).ToArray(), device: all.device)), dustbin], 0);
    }
}
