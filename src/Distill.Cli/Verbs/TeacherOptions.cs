using System.CommandLine;
using Distill.Cli.CommandLine;
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

    public static EnsembleMean Parse(string mean) => Enum.TryParse<EnsembleMean>(mean, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)
        ? parsed
        : throw new DistillException($"--mean {mean}: expected arithmetic or geometric.{NearMiss.Question(mean, ["arithmetic", "geometric"])}");
}
