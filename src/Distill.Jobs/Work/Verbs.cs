using Distill.Runs;

namespace Distill.Jobs.Work;

/// <summary>What to use instead, for messages of one job that send to another.</summary>
internal static class Verbs
{
    /// <summary>Asks a model about examples without labels: PredictJob.Open.</summary>
    public static Remedy Predict { get; } = new("PredictJob", "Open");

    /// <summary>Measures a model on labelled examples: EvaluateJob.Run.</summary>
    public static Remedy Evaluate { get; } = new("EvaluateJob", "Run");
}
