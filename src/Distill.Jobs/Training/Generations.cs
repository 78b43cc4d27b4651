using Distill.Jobs.Members;
using Distill.Jobs.Recipes;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Teachers;

namespace Distill.Jobs.Training;

/// <summary>Students of one architecture one after another, each the next one's teacher (born-again networks; Furlanello et al. 2018).</summary>
internal static class Generations
{
    /// <summary>Trains all but the last, or takes up those that are there.</summary>
    /// <param name="run">The run of the last.</param>
    /// <param name="recipe">The training of each.</param>
    /// <param name="sources">What the first learns from.</param>
    /// <param name="context">Told of the trainings; its token ends with a checkpoint.</param>
    /// <returns>What the last learns from; its teacher is the caller's where it is another.</returns>
    public static TrainSources Before(RunDirectory run, TrainRecipe recipe, TrainSources sources, JobContext context)
    {
        var teacher = sources.Teacher;
        for (var number = 1; number < recipe.Generations; number++)
        {
            // The last has the seed that was asked for.
            var options = recipe.Training with { Seed = recipe.Training.Seed + recipe.Generations - number };
            using var inputs = TrainInputs.Of(recipe with { Training = options }, sources, context);
            var labelsAlone = teacher is null;
            var training = new MemberTraining(
                $"generation-{number}", inputs.Student.Spec!, labelsAlone ? sources.Examples.Labelled() : sources.Examples, sources.HeldOut.Count > 0 ? sources.HeldOut : null,
                labelsAlone ? new HardLabels() : recipe.MakeObjective(), teacher, options)
            {
                Start = inputs.Start is { } start ? (start.Fingerprint, () => inputs.Student.Copy(Precision.F32)) : null,
            };
            var (member, result, _) = training.In(run, context.Named($"generation {number} of {recipe.Generations}"));
            if (!ReferenceEquals(teacher, sources.Teacher))
            {
                teacher!.Dispose();
            }

            teacher = new ModelTeacher(ModelFile.Load(member.ModelPath), name: $"generation {number}");
            if (result.Last is { } last)
            {
                context.Say?.Invoke(FormattableString.Invariant($"Generation {number}: {last.Cases - last.Errors:N0} of {last.Cases:N0} held-out examples right."));
            }
        }

        return sources with { Teacher = teacher };
    }
}
