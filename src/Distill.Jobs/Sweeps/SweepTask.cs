using System.Globalization;
using Distill.Data;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Recipes;
using Distill.Jobs.Work;
using Distill.Libtorch;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Text.Encoders;
using Distill.Training.Population;
using static TorchSharp.torch;

namespace Distill.Jobs.Sweeps;

/// <summary>What a sweep trains and measures its students on. It owns nothing.</summary>
/// <param name="Grid">The students.</param>
/// <param name="Examples">What they learn from.</param>
/// <param name="HeldOut">What chooses a setting; null for none.</param>
/// <param name="Test">What measures them.</param>
/// <param name="Teacher">Where soft targets come from.</param>
internal sealed record SweepTask(SweepGrid Grid, ExampleView Examples, ExampleView? HeldOut, ExampleView Test, ITeacher Teacher)
{
    private readonly Lazy<Normalisation> normalisation = new(() => PixelStatistics.Of(Examples).ToNormalisation());
    private readonly Lazy<bool> labelled = new(() => Examples.Labels().All(label => label >= 0));

    /// <summary>An architecture with the data's shape, classes and normalisation.</summary>
    public ModelSpec Spec(NetworkSpec network) => new(Examples.Shape, [.. Examples.ClassNames], normalisation.Value, network);

    /// <summary>Whether students also learn from labels alone, the control of all others: all examples have one.</summary>
    public bool HasLabels => labelled.Value;

    /// <summary>Fresh students of an architecture, seeds within settings, and last those of labels alone; the caller disposes them.</summary>
    public IReadOnlyList<PopulationMember> Members(ModelSpec spec)
    {
        using var first = FirstWeights.Of(spec, Examples);
        return
        [
            .. from setting in Grid.Settings
               from seed in Grid.Seeds
               select new PopulationMember(
                   string.Create(CultureInfo.InvariantCulture, $"T = {setting.Temperature}, w = {setting.HardWeight}, seed {seed}"),
                   first.Build(seed, out _),
                   new Distillation(setting.Temperature, setting.HardWeight)),
            .. from seed in HasLabels ? Grid.Seeds : []
               select new PopulationMember(string.Create(CultureInfo.InvariantCulture, $"labels alone, seed {seed}"), first.Build(seed, out _), new HardLabels()),
        ];
    }

    /// <summary>Identifies all that decides the results of one architecture.</summary>
    public WorkIdentity Identity(ModelSpec spec) => new(
    [
        .. IdentityFacts.Of(spec),
        .. WorkIdentity.Values("temperatures", Grid.Temperatures),
        .. WorkIdentity.Values("hard weights", Grid.HardWeights),
        .. WorkIdentity.Values("seeds", Grid.Seeds),
        new("training examples", Examples.Fingerprint.Value),
        new("held-out examples", HeldOut?.Fingerprint.Value ?? "none"),
        new("test examples", Test.Fingerprint.Value),
        new("teacher", Teacher.Fingerprint.Value),
        .. IdentityFacts.Of(Grid.Training),
    ]);

    /// <summary>Why students of an architecture train one after another; null where they train as a population.</summary>
    public static string? Obstacle(NetworkSpec network) =>
        PopulationTask.Obstacle(network) ?? (ComputeDevice.Current.IsCpu() ? null : $"the passes of a population are for the processor, and models compute on {ComputeDevice.CurrentName}");

    /// <summary>Finds what would go wrong hours later, before anything is trained.</summary>
    /// <exception cref="DistillException">Names everything that is wrong.</exception>
    public void Validate()
    {
        ProblemList.ThrowIfAny("The sweep cannot start", Problems());
        AskTeacher();
    }

    private IEnumerable<string> Problems()
    {
        if (Examples.Count == 0)
        {
            return [$"the training examples, {Examples.Name}, are none"];
        }

        return Grid.Problems() is { Count: > 0 } problems ? problems : Grid.Networks.SelectMany(OfNetwork).Concat(OfTest());
    }

    private IEnumerable<string> OfNetwork(NetworkSpec network, int number)
    {
        string? problem = null;
        try
        {
            Spec(network).ThrowIfInvalid($"networks[{number}]");
        }
        catch (DistillException mistake)
        {
            problem = mistake.Message.TrimEnd('.');
        }

        return problem is null ? [] : [problem];
    }

    private IEnumerable<string> OfTest()
    {
        if (Test.Shape != Examples.Shape)
        {
            yield return $"the test examples, {Test.Name}, are {Test.Shape}, but the training examples {Examples.Shape}";
        }

        if (!Test.ClassNames.SequenceEqual(Examples.ClassNames))
        {
            yield return $"the test examples, {Test.Name}, have other classes than the training examples";
        }

        if (Test.Count == 0 || Array.Exists(Test.Labels(), label => label < 0))
        {
            yield return $"the test examples, {Test.Name}, are none or lack labels; give one or more, all with labels";
        }
    }

    // A teacher that cannot answer at the last temperature would end the sweep there.
    private void AskTeacher()
    {
        using var quiet = no_grad();
        using var batch = Examples.Read(0, 1);
        foreach (var temperature in Grid.HardWeights.Any(weight => weight < 1) ? Grid.Temperatures : [])
        {
            Teacher.Targets(batch, temperature).Dispose();
        }
    }
}
