using System.CommandLine;
using Distill.Cli.CommandLine;

namespace Distill.Cli.Verbs;

/// <summary>Specialists for the classes that a generalist confuses, each step a verb below this one.</summary>
internal static class SpecialistsVerb
{
    public static Command Create() => new Command("specialists", "Give the classes that a model confuses to specialists, train them, and measure all together.")
    {
        SpecialistsCountVerb.Create(),
        SpecialistsAssignVerb.Create(),
        SpecialistsTrainVerb.Create(),
        SpecialistsEvaluateVerb.Create(),
    }.WithExamples(
        "distill specialists assign --data photos/ --teacher generalist.safetensors --specialists 10 --classes-each 30 --out runs/specialists",
        "distill specialists train runs/specialists           in as many processes as you like",
        "distill specialists evaluate runs/specialists",
        "distill train --data photos/ --start generalist.safetensors --teacher runs/specialists           back into one model");
}
