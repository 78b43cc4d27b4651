using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Jobs.Recipes;
using Distill.Runs;

namespace Experiments;

/// <summary>Plans of experiments as people change them.</summary>
internal static class ExperimentPlan
{
    /// <summary>The plan with single values changed.</summary>
    /// <param name="smoke">Whether in its short form, whose figures mean nothing.</param>
    /// <param name="overrides">Each "path=value", for example "teacher.training.duration.epochs=100".</param>
    /// <exception cref="DistillException">A path does not exist, or a value is out of range.</exception>
    public static TPlan Changed<TPlan>(bool smoke, IEnumerable<string> overrides)
        where TPlan : class, IExperimentPlan<TPlan>, new()
    {
        var plan = smoke ? new TPlan().Smoke() : new TPlan();
        var tree = JsonSerializer.SerializeToNode(plan, StrictJson.Options) ?? new JsonObject();
        SetOption.Apply(tree, overrides);
        var changed = StrictJson.Read<TPlan>(tree, "the experiment");
        changed.Validate("the experiment");
        return changed;
    }
}
