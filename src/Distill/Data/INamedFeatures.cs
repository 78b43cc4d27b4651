namespace Distill.Data;

/// <summary>A source whose features may have names, as the columns of a table do.</summary>
public interface INamedFeatures
{
    /// <summary>The name of each feature in its order; null where they have none.</summary>
    IReadOnlyList<string>? FeatureNames { get; }
}
