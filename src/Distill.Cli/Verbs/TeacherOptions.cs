using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Jobs.Recipes.Teaching;
using Distill.Runs;
using Distill.Teachers;

namespace Distill.Cli.Verbs;

/// <summary>A teacher on the command line: model files, averaged where there are several.</summary>
internal static class TeacherOptions
{
    public static Option<string[]> Files(bool required) => new("--teacher")
    {
        Description = "The teacher's model files, of this toolkit, ONNX or TorchScript; several make an ensemble. Or the folder of trained specialists.",
        HelpName = "MODEL",
        AllowMultipleArgumentsPerToken = true,
        Required = required,
        Validators = { ParseErrors.RefuseOptions },
    };

    public static Option<string> Mean() => new("--mean")
    {
        Description = "How an ensemble is averaged: arithmetic or geometric.",
        HelpName = "KIND",
        DefaultValueFactory = _ => "arithmetic",
    };

    public static Option<string?> Weights() => new("--teacher-weights")
    {
        Description = "How much each teacher file counts in the mean, for example 2.0,1.0 (default: all alike).",
        HelpName = "W,...",
    };

    public static Option<bool> ByCertainty() => new("--weigh-by-certainty")
    {
        Description = "Each teacher file counts for each example as it is sure of it.",
    };

    /// <summary>Whether files count by certainty.</summary>
    /// <exception cref="DistillException">They do, and there are not several.</exception>
    public static bool ByCertaintyOf(ParseResult parsed, Option<bool> option, IReadOnlyList<string> files)
    {
        ProblemList.ThrowIfAny("label", TeacherChoice.CertaintyProblems(files.Count, parsed.GetValue(option), byClass: false, option.Name, ""));
        return parsed.GetValue(option);
    }

    /// <summary>The weights that were typed; null for none.</summary>
    /// <exception cref="DistillException">They are no numbers above 0, or not one for each file.</exception>
    public static IReadOnlyList<double>? WeightsOf(ParseResult parsed, Option<string?> option, IReadOnlyList<string> files)
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return null;
        }

        IReadOnlyList<double> weights = [.. NumberList.Parse([text], option.Name, "numbers such as 2.0,1.0").Select(number => number!.GetValue<double>())];
        ProblemList.ThrowIfAny("label", TeacherChoice.WeightProblems(files.Count, weights, byClass: false, option.Name, "", heldOut: 0));
        return weights;
    }

    public static EnsembleMean Parse(string mean) => Enum.TryParse<EnsembleMean>(mean, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)
        ? parsed
        : throw new DistillException($"--mean {mean}: expected arithmetic or geometric.{NearMiss.Question(mean, ["arithmetic", "geometric"])}");
}
