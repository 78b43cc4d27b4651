using Distill.Reports.Markup;
using Distill.Runs;

namespace Distill.Reports.Sections;

/// <summary>The top of the page of a run that left no document: what it was and what became of it.</summary>
internal static class RunHero
{
    public static Html Render(RunManifest manifest, string name) => Hero.Of($"{Kind(manifest.Kind)}, {name}", manifest.StatusText, default);

    private static string Kind(RunKind kind) => kind switch
    {
        RunKind.Train => "Training",
        RunKind.Label => "Labelling",
        RunKind.Recipe => "Recipe",
        RunKind.Quickstart => "Quickstart",
        RunKind.Sweep => "Sweep",
        RunKind.Specialists => "Specialists",
        _ => "Experiment",
    };
}
