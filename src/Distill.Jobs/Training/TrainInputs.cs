using Distill.Jobs.Members;
using Distill.Jobs.Recipes;
using Distill.Jobs.Recipes.Hints;
using Distill.Models;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Hints;

namespace Distill.Jobs.Training;

/// <summary>A student before its training, with what it learns from.</summary>
/// <param name="Student">The student before the first step.</param>
/// <param name="Start">What its weights come from; null for random ones.</param>
/// <param name="Sources">What it learns from; they stay the caller's.</param>
/// <param name="Peers">Students that are trained beside it.</param>
internal sealed record TrainInputs(Classifier Student, StartingModel? Start, TrainSources Sources, IReadOnlyList<Classifier> Peers) : IDisposable
{
    /// <summary>Builds the student, and those beside it with the seeds after its own.</summary>
    /// <exception cref="DistillException">The architecture, or the model to start from, is not right.</exception>
    public static TrainInputs Of(TrainRecipe recipe, TrainSources sources, JobContext context)
    {
        var (student, start) = NetworkMaking.ThenBrought(() => FirstStudent.Build(recipe, sources.Examples, sources.Vectors?.Dimensions, context), first => first.Student);
        return new(student, start, sources, [.. Enumerable.Range(1, recipe.Peers).Select(number => Classifier.Build(student.Spec!, recipe.Training.Seed + number))]);
    }

    /// <summary>The training.</summary>
    /// <param name="recipe">What it was opened from.</param>
    /// <param name="ranks">Who trains together; null for this process alone.</param>
    public TrainingTask Task(TrainRecipe recipe, ICollective? ranks) => new(Student, Sources.Examples, recipe.MakeObjective(), recipe.Training)
    {
        Teacher = Sources.Teacher,
        MeanTeacher = recipe.MeanTeacher,
        Peers = Peers,
        Vectors = Sources.Vectors is null ? null : new VectorMatching(Sources.Vectors) { Weight = recipe.VectorWeight, LengthsCount = recipe.VectorLengths, OfAnswers = recipe.Embedder },
        Hints = HintChoice.Of(recipe, Sources.HintModel),
        HeldOut = Sources.HeldOut.Count > 0 && !recipe.Embedder ? Sources.HeldOut : null,
        Ranks = ranks,
    };

    public void Dispose()
    {
        Student.Dispose();
        foreach (var peer in Peers)
        {
            peer.Dispose();
        }
    }
}
