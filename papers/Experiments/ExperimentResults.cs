using System.Text.Json.Serialization;
using Distill.Runs;

namespace Experiments;

/// <summary>What an experiment of several parts measured. A part that did not run is null in it.</summary>
internal abstract record ExperimentResults
{
    /// <summary>The version of the format that this program writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format of these results.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Whether the experiment ran on little data, only to see that all of it works; the figures then mean nothing.</summary>
    public bool Smoke { get; init; }

    /// <summary>Minutes of each part by its name.</summary>
    public IReadOnlyDictionary<string, double> MinutesByPart { get; init; } = new Dictionary<string, double>();

    /// <summary>What made these results.</summary>
    [JsonPropertyName("receipt")]
    public ExperimentProvenance? Provenance { get; init; }

    /// <summary>Reads a file of results.</summary>
    /// <exception cref="DistillException">The file is missing, damaged, or of another format.</exception>
    public static TResults Read<TResults>(string path)
        where TResults : ExperimentResults
    {
        var results = RunJson.Read<TResults>(path);
        return results.Format != CurrentFormat
            ? throw new DistillException($"{path} has format {results.Format}, but this version reads {CurrentFormat}; use the version that wrote it.")
            : results.HasHoles() || (results.Provenance?.Commands ?? []).Any(command => command is null)
                ? throw DistillException.Damaged($"{path} holds null in a list, or a list that must not be empty; the file is damaged.")
                : results;
    }

    /// <summary>Whether a list holds null, or is empty where it must not be.</summary>
    internal abstract bool HasHoles();

    /// <summary>The same results with what they took.</summary>
    internal ExperimentResults Took(IReadOnlyDictionary<string, double> minutesByPart, ExperimentProvenance provenance) =>
        this with { MinutesByPart = minutesByPart, Provenance = provenance };
}
