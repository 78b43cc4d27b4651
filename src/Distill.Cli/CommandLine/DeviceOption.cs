using System.CommandLine;
using Distill.Libtorch;

namespace Distill.Cli.CommandLine;

/// <summary>Where the models of a verb compute that has no recipe to say so; one that has keeps it there.</summary>
internal sealed class DeviceOption : Option<string?>
{
    /// <summary>Its name, also where it is a key of a recipe.</summary>
    public const string Title = "--device";

    /// <summary>The key of recipes.</summary>
    public const string Key = "device";

    /// <summary>What the help says of it.</summary>
    public const string Help = "Where models compute: cpu (default); cuda, or cuda:1 for the second card; mps; or auto, a card where there is one.";

    /// <summary>What it takes.</summary>
    public const string Kind = "NAME";

    public DeviceOption()
        : base(Title) => (HelpName, Description) = (Kind, Help);

    /// <summary>Lets models be made where the option says, until the result is disposed. A verb without the option makes them on the processor.</summary>
    /// <exception cref="Runs.DistillException">There is no such device here.</exception>
    public static IDisposable Use(ParseResult parsed) =>
        ComputeDevice.Use(parsed.CommandResult.Command.Options.OfType<DeviceOption>().FirstOrDefault() is { } option ? parsed.GetValue(option) : null);
}
