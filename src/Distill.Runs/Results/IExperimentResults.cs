namespace Distill.Runs.Results;

/// <summary>What an experiment of several parts measured. A part that did not run is null in it.</summary>
/// <typeparam name="TSelf">The results.</typeparam>
public interface IExperimentResults<TSelf>
    where TSelf : IExperimentResults<TSelf>
{
    /// <summary>Minutes of each part by its name.</summary>
    IReadOnlyDictionary<string, double> MinutesByPart { get; }

    /// <summary>What made these results.</summary>
    ExperimentReceipt? Receipt { get; }

    /// <summary>Reads the file of such results.</summary>
    /// <exception cref="DistillException">The file is missing, damaged, or of a newer format.</exception>
    static abstract TSelf Read(string path);

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="DistillException">The file cannot be written.</exception>
    void Write(string path);

    /// <summary>The same results with what they took.</summary>
    /// <param name="minutesByPart">Minutes of each part.</param>
    /// <param name="receipt">What made them.</param>
    TSelf Took(IReadOnlyDictionary<string, double> minutesByPart, ExperimentReceipt receipt);
}
