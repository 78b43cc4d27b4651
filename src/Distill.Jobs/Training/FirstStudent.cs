using Distill.Data;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Members;
using Distill.Jobs.Recipes;
using Distill.Jobs.Work;
using Distill.Models;
using Distill.Models.Import;
using Distill.Runs;
using Distill.Teachers;
using Distill.Text.Encoders;

namespace Distill.Jobs.Training;

/// <summary>The student before the first step: of random weights, of those of a model file or of what a pretrained encoder gives, or of some units of a wider one.</summary>
internal static class FirstStudent
{
    /// <summary>Builds the student, which the caller disposes.</summary>
    /// <param name="recipe">What it is to be.</param>
    /// <param name="examples">What it takes, and its classes.</param>
    /// <param name="dimensions">Numbers of the vectors that an embedder is to answer; null where there are none.</param>
    /// <param name="context">Told of pieces that are encoded; its token stops the work.</param>
    /// <exception cref="DistillException">The model to start from is not right, or is another than the recipe and the examples ask for.</exception>
    public static (Classifier Student, StartingModel? Start) Build(TrainRecipe recipe, ExampleView examples, int? dimensions, JobContext context)
    {
        var embeds = recipe.Embedder && dimensions is not null;
        IReadOnlyList<string> answers = embeds ? ModelSpec.NumbersOf(dimensions!.Value) : [.. examples.ClassNames];
        if (recipe.Start is null)
        {
            var fresh = new ModelSpec(examples.Shape, answers, PixelStatistics.Of(examples, context.Progress, context.CancellationToken).ToNormalisation(), recipe.Network!) { GivesVectors = embeds };
            using var first = FirstWeights.Of(fresh, examples, context.Progress, context.CancellationToken);
            var built = first.Build(recipe.Training.Seed, out var encoder);
            return (built, encoder is { } from ? new StartingModel(from, [.. built.Weights().Select(pair => pair.Name).Where(name => !first.Gives(name))]) : null);
        }

        var path = ModelPath.Of(recipe.Start);
        using var model = ModelFile.LoadAny(path);
        ThrowIfUnlike(model.Spec!, path, examples);
        var spec = model.Spec! with { ClassNames = answers, Network = recipe.Network ?? model.Spec!.Network, GivesVectors = embeds };
        var student = Classifier.Build(spec, recipe.Training.Seed);
        try
        {
            if (IsNarrower(spec.Network, model.Spec!.Network))
            {
                InheritedUnits.Draw(model, student, recipe.Training.Seed);
                return (student, new StartingModel(model.Fingerprint(), [], SomeUnits: true));
            }

            var taken = WeightImport.Into(student, path, strict: false);
            ThrowIfOtherLayers(student, taken, model.Spec!, path);
            return (student, new StartingModel(model.Fingerprint(), taken.Kept));
        }
        catch
        {
            student.Dispose();
            throw;
        }
    }

    private static void ThrowIfUnlike(ModelSpec spec, string start, ExampleView examples)
    {
        var problems = new List<string>();
        if (spec.Input != examples.Shape)
        {
            problems.Add($"it takes {spec.Input}, and {examples.Name} has {examples.Shape}");
        }

        if (spec.Classes == examples.ClassNames.Count
            && !spec.ClassNames.SequenceEqual(examples.ClassNames, StringComparer.OrdinalIgnoreCase)
            && MappedTeacher.Fits(spec.ClassNames, examples.ClassNames)
            && !MappedTeacher.Match(start, spec.ClassNames, examples.ClassNames).IsIdentity)
        {
            problems.Add("its classes are those of the data in another order");
        }

        if (problems.Count > 0)
        {
            throw new DistillException($"The training cannot start from {start}: {string.Join("; ", problems)}.");
        }
    }

    private static bool IsNarrower(NetworkSpec asked, NetworkSpec started) =>
        asked is MlpSpec { Widths: var widths } && started is MlpSpec { Widths: var from } && widths.Count == from.Count && !widths.SequenceEqual(from);

    // Dropout may be other than it was; of the layers only the last, and only where there are other classes.
    private static void ThrowIfOtherLayers(Classifier student, WeightImport taken, ModelSpec spec, string start)
    {
        var shapes = student.State().ToDictionary(pair => pair.Name, pair => pair.Value.shape, StringComparer.Ordinal);
        if (taken.Unused.Except(taken.Kept).Any()
            || taken.Kept.Any(name => student.Classes == spec.Classes || shapes[name][0] != student.Classes))
        {
            throw new DistillException($"The training cannot start from {start}: it is {spec.Description}, and network asks for {student.Spec!.Description}; leave network out.");
        }
    }
}
