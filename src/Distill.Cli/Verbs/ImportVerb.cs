using System.CommandLine;
using Distill.Cli.CommandLine;
using Distill.Cli.Terminal;
using Distill.Jobs.Import;
using Distill.Models;
using Distill.Models.Import;
using Distill.Runs;

namespace Distill.Cli.Verbs;

/// <summary>Makes a model file of weights that PyTorch trained.</summary>
internal static class ImportVerb
{
    public static Command Create()
    {
        var weights = new Argument<string>("weights") { Description = "A state dict of PyTorch in a .safetensors file." };
        var examples = new ExampleOptions();
        var network = new Option<string>("--network")
        {
            Description = "The architecture: mlp:800,800, conv:16,32,64, resnet:20, linear, bag for texts, or a JSON file.",
            HelpName = "SPEC",
            Required = true,
        };
        var mean = Numbers("--mean", "The means that the weights were trained with, one or one for each channel, pixels being 0 to 1; 0 for none.");
        var deviation = Numbers("--std", "The standard deviations, as many; 1 for none.");
        var map = new Option<string?>("--map") { Description = "A JSON object of their names and ours; * stands for any text.", HelpName = "FILE" };
        var lenient = new Option<bool>("--not-strict") { Description = "Take over what fits, and leave out the rest." };
        var output = new Option<string>("--out") { Description = "The model file to write.", HelpName = "MODEL", Required = true };
        var command = new Command("import", "Make a model of weights that PyTorch trained.") { weights, network, mean, deviation, map, lenient, output };
        examples.AddTo(command);
        command.Runs((parsed, screen, cancellationToken) =>
        {
            var architecture = StrictJson.Read<NetworkSpec>(NetworkText.Parse(parsed.GetRequiredValue(network)), "--network");
            var normalisation = new Normalisation(parsed.GetRequiredValue(mean), parsed.GetRequiredValue(deviation));
            var theirs = parsed.GetValue(map) is { } names ? NameMap.Read(names) : null;
            var (input, classNames) = examples.Parse(parsed, screen, cancellationToken);
            var outcome = ImportJob.Run(
                parsed.GetRequiredValue(weights), new ModelSpec(input, classNames, normalisation, architecture), theirs, strict: !parsed.GetValue(lenient), parsed.GetRequiredValue(output));
            screen.WriteJson(outcome);
            Show(outcome, screen);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "distill import weights.safetensors --network resnet:20 --data cifar-10 --mean 0.491 0.482 0.447 --std 0.247 0.243 0.262 --out model.safetensors",
            "distill import weights.safetensors --network mlp:800,800 --input 1x28x28 --classes 10 --mean 0.1307 --std 0.3081 --out model.safetensors",
            "distill import weights.safetensors --network net.json --data photos/ --mean 0 --std 1 --map names.json --not-strict --out model.safetensors");
    }

    private static Option<double[]> Numbers(string name, string description) =>
        new(name) { Description = description, HelpName = "NUMBER", AllowMultipleArgumentsPerToken = true, Required = true };

    private static void Show(ImportOutcome outcome, Screen screen)
    {
        var weights = outcome.Weights;
        if (weights.MatchedBy != Matching.Names)
        {
            var how = weights.MatchedBy == Matching.Order ? "Matched by the order and shapes of the layers; please check" : "Matched by the map";
            screen.WriteTable(
                ["theirs", "ours", "shape"],
                weights.Imported.Select(tensor => (IReadOnlyList<string>)[tensor.Theirs, tensor.Ours, string.Join("×", tensor.Shape)]),
                how);
        }

        Screen.Say($"Took over {weights.Imported.Count} tensors into {outcome.Network} with {outcome.Parameters:N0} parameters.");
        Say("Kept first weights for", weights.Kept);
        Say("Left out", weights.Unused);
        Screen.Say($"Model: {outcome.Model}");
    }

    private static void Say(string what, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            Screen.Say($"{what} {string.Join(", ", names)}.");
        }
    }
}
