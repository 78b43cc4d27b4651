using Distill.Models;
using Distill.Training.Optimizers;
using static TorchSharp.torch;

namespace Distill.Training.Population;

/// <summary>
/// The weights of all members in training, with the state of the optimizer. The update is the trainer's own, member by
/// member, with the member's rate and the scale that its clipped gradients ask for.
/// </summary>
internal sealed class StackedWeights : IDisposable
{
    private readonly TrainingOptions options;
    private readonly double? maxNorm;
    private readonly StackedParameter[] parameters;

    public StackedWeights(IReadOnlyList<Classifier> students, TrainingOptions options)
    {
        this.options = options;
        maxNorm = students[0].Spec?.Network.MaxNorm;
        var limited = maxNorm is null ? [] : students[0].HiddenUnitWeights().Select(pair => pair.Name).ToHashSet(StringComparer.Ordinal);
        var weights = students.Select(student => student.Weights().ToArray()).ToArray();
        parameters =
        [
            .. weights[0].Select((pair, number) => new StackedParameter(pair.Name, [.. weights.Select(member => member[number].Parameter)], options)
            {
                IsLimited = limited.Contains(pair.Name),
            }),
        ];
    }

    /// <summary>Weights and biases in the order of the layers.</summary>
    public IReadOnlyList<StackedParameter> Parameters => parameters;

    /// <summary>Weights and state of the optimizer by name.</summary>
    public IEnumerable<(string Name, Tensor Value)> State() =>
        parameters.Select(parameter => ("students." + parameter.Name, parameter.Master))
            .Concat(parameters.SelectMany(parameter => parameter.States.Zip(
                options.Optimizer.StateNames, (state, name) => ($"optimizer.{name}.{parameter.Name}", state))));

    /// <summary>The norm of all gradients of one member together.</summary>
    public double Norm(int member, IReadOnlyList<Tensor> gradients)
    {
        var squared = 0.0;
        for (var i = 0; i < parameters.Length; i++)
        {
            var slice = parameters[i].Slice(member, gradients[i]);
            squared += slice.Gradient.IsEmpty ? SumOfSquares.Of(slice.Bf16Gradient) : SumOfSquares.Of(slice.Gradient);
        }

        return Math.Sqrt(squared);
    }

    /// <summary>One step of each member that has a rate.</summary>
    /// <param name="gradients">One for each parameter, contiguous.</param>
    /// <param name="steps">What each member's gradients are multiplied by, first with its clipping; null leaves a member as it is.</param>
    /// <param name="step">The number of the step, from 1.</param>
    public void Update(IReadOnlyList<Tensor> gradients, IReadOnlyList<MemberStep?> steps, long step) =>
        LibtorchThreads.Run((thread, threads) =>
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                for (var member = 0; member < steps.Count; member++)
                {
                    if (steps[member] is { } own)
                    {
                        UpdatePart(parameters[i], member, gradients[i], own, step, thread, threads);
                    }
                }
            }
        });

    /// <summary>Gives one member's model its weights.</summary>
    public void CopyTo(int member, Classifier student)
    {
        using var quiet = no_grad();
        foreach (var (parameter, (_, model)) in parameters.Zip(student.Weights()))
        {
            parameter.CopyTo(member, model);
        }
    }

    /// <summary>Brings the working tensors up to date after the masters were given other numbers.</summary>
    public void CopyMasterToWorking()
    {
        using var quiet = no_grad();
        Array.ForEach(parameters, parameter => parameter.CopyMasterToWorking());
    }

    public void Dispose() => Array.ForEach(parameters, parameter => parameter.Dispose());

    // Each thread takes the same share of every member's parameter, cut between units, so that max-norm sees whole ones.
    private void UpdatePart(StackedParameter parameter, int member, Tensor gradient, MemberStep own, long step, int thread, int threads)
    {
        var first = (int)((long)parameter.Units * thread / threads) * parameter.UnitSize;
        var end = (int)((long)parameter.Units * (thread + 1) / threads) * parameter.UnitSize;
        var slice = parameter.Slice(member, gradient).Part(first, end - first);
        options.Optimizer.Update(slice, new(own.Rate, parameter.IsProductWeight ? options.WeightDecay : 0, own.GradientScale, step));
        if (parameter.IsLimited)
        {
            MaxNorm.Enforce(slice, parameter.UnitSize, maxNorm!.Value);
        }
    }
}
